//! Which texts the program asks for: the literals of its sources, and the ids that are put together from a code.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, Lit};

use crate::lint::sources::{self, only_in_tests};

/// Functions that look a text up by a prefix and a code: `coded(texts, "queue", code)` asks for `queue-CODE`.
const BY_CODE: [&str; 2] = ["coded", "find"];

/// What one function of the program says.
#[derive(Debug, Default)]
pub struct Function {
    /// Where it begins.
    pub place: String,
    /// Its literals, in the order they stand.
    pub literals: Vec<String>,
    /// The names it gives to variables of texts: what comes first in a pair.
    pub names: BTreeSet<String>,
}

/// What the program's sources say.
#[derive(Debug, Default)]
pub struct Uses {
    pub functions: Vec<Function>,
    /// Prefixes of ids that end with a code.
    pub prefixes: BTreeSet<String>,
}

impl Uses {
    /// Of every source of the program, its tests left out.
    pub fn of_the_program() -> Self {
        let mut uses = Self::default();
        for source in sources::files("src", "rs") {
            if sources::is_test_file(&source.path) {
                continue;
            }
            let mut reader = Reader { path: &source.path, uses: &mut uses };
            reader.begin(1);
            reader.visit_file(&syn::parse_file(&source.text).unwrap());
        }
        uses
    }

    /// Every literal.
    pub fn literals(&self) -> impl Iterator<Item = &str> {
        self.functions.iter().flat_map(|function| function.literals.iter().map(String::as_str))
    }
}

struct Reader<'a> {
    path: &'a str,
    uses: &'a mut Uses,
}

impl Reader<'_> {
    fn begin(&mut self, line: usize) {
        let place = format!("{}:{line}", self.path);
        self.uses.functions.push(Function { place, ..Function::default() });
    }

    fn here(&mut self) -> &mut Function {
        self.uses.functions.last_mut().unwrap()
    }

    fn literal(&mut self, text: String) {
        // An id put together: `month-{month}`.
        if let Some((prefix, _)) = text.split_once("-{").filter(|(prefix, _)| !prefix.contains('{')) {
            self.uses.prefixes.insert(prefix.to_owned());
        }
        self.here().literals.push(text);
    }

    /// A macro's words are no expressions yet: a pair in it is `("name", ...)`.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) else { continue };
                    let pairs =
                        matches!(tokens.get(1), Some(TokenTree::Punct(comma)) if comma.as_char() == ',');
                    if at == 0 && pairs {
                        self.here().names.insert(text.value());
                    }
                    self.literal(text.value());
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.literal(text.value());
    }

    fn visit_expr_tuple(&mut self, tuple: &'ast syn::ExprTuple) {
        if let Some(Expr::Lit(first)) = tuple.elems.first()
            && let Lit::Str(name) = &first.lit
        {
            self.here().names.insert(name.value());
        }
        visit::visit_expr_tuple(self, tuple);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let by_code = match &*call.func {
            Expr::Path(path) => path
                .path
                .segments
                .last()
                .is_some_and(|last| BY_CODE.contains(&last.ident.to_string().as_str())),
            _ => false,
        };
        if let (true, Some(Expr::Lit(prefix))) = (by_code, call.args.get(1))
            && let Lit::Str(prefix) = &prefix.lit
        {
            self.uses.prefixes.insert(prefix.value());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !only_in_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !only_in_tests(&item.attrs) {
            self.begin(item.sig.ident.span().start().line);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.begin(item.sig.ident.span().start().line);
        visit::visit_impl_item_fn(self, item);
    }
}
