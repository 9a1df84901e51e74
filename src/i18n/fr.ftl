# Les phrases de Guichet en français.

# Actions sur une convention
action-convention-validate = valider
    .help = Fait l’étape de validation suivante du dossier, ou de chaque dossier marqué.
    .command = valider
action-convention-validate-for = valider au nom de
    .help = Enregistre la validation pédagogique d’un enseignant, reçue par courriel ou sur papier.
    .command = valider-pour
action-convention-return = à corriger
    .help = Renvoie le dossier à son auteur avec les motifs ; les validations faites tombent.
    .command = a-corriger
action-convention-unvalidate = retirer la validation
    .help = Reprend la dernière étape validée d’un dossier, ou la validation d’un avenant, quel qu’en soit l’auteur, avec un motif.
    .command = devalider
action-convention-undo = défaire
    .help = Défait votre dernière action, si personne n’a touché au dossier depuis.
    .command = defaire
action-convention-open = ouvrir
    .help = Affiche le dossier en entier, ou la convention dont vous donnez le numéro.
    .command = ouvrir
action-convention-history = historique
    .help = Montre tout ce qui est arrivé au dossier : qui, quand, quoi, pourquoi.
    .command = historique
action-convention-changes = changements depuis le retour
    .help = Montre ce que l’auteur a changé depuis la mise à corriger.
    .command = changements
action-convention-on-day = dossier à une date
    .help = Montre le dossier tel qu’il est un jour donné, passé ou à venir, avec ce que des avenants validés y changeraient.
    .command = au
action-convention-claim = prendre ou rendre
    .help = Indique que vous traitez le dossier, ou le rend aux autres.
    .command = prendre
action-convention-hold = mettre en attente
    .help = Écarte le dossier jusqu’à une date.
    .command = attente
action-convention-note = note interne
    .help = Ajoute une note que seul le service voit, jamais imprimée.
    .command = note
action-convention-pass-finding = passer outre
    .help = Laisse passer le dossier malgré un contrôle bloquant, avec un motif.
    .command = passer-outre
action-convention-cancel = annuler la convention
    .help = Annule la convention elle-même ; pour revenir sur une action, utilisez défaire.
    .command = annuler-la-convention
action-convention-repeat = répéter
    .help = Refait la dernière action sur le dossier sous le curseur.
    .command = repeter
action-writing-open = écrire
    .help = Ouvre le dossier champ par champ pour l’écrire ou le corriger.
    .command = ecrire
action-amendment-show = avenants
    .help = Montre le dernier avenant du dossier, puis les précédents, puis le dossier.
    .command = avenants
action-amendment-create = créer un avenant
    .help = Crée un avenant de la convention, à écrire champ par champ.
    .command = avenant
action-amendment-against = comparer à
    .help = Compare l’avenant à la convention d’origine, à un avenant antérieur, à ce qui est signé, ou à ce qui est validé.
    .command = comparer
action-amendment-unfold = déplier
    .help = Montre, ou cache, ce que l’avenant laisse tel quel.
    .command = deplier
action-amendment-next-change = changement suivant
    .help = Va au changement suivant de l’avenant.
action-amendment-previous-change = changement précédent
    .help = Va au changement précédent de l’avenant.
action-amendment-sign = noter la signature de l’avenant
    .help = Note que tous ont signé l’avenant, et quand.
    .command = signature-avenant
action-amendment-submit = déposer l’avenant
    .help = Dépose l’avenant, pour qu’il soit validé.
    .command = deposer-avenant
action-amendment-export = exporter l’avenant
    .help = Écrit dans un fichier ce que l’avenant change, en Markdown.
    .command = exporter-avenant
action-writing-create = nouvelle convention
    .help = Crée une convention pour un étudiant, d’après son inscription.
    .command = nouvelle
action-writing-duplicate = dupliquer
    .help = Crée une convention sur le modèle du dossier, pour le même étudiant ou un autre.
    .command = dupliquer
action-writing-group = créer pour un groupe
    .help = Crée un brouillon pour chaque étudiant d’une liste, sur le modèle du dossier.
    .command = groupe
action-writing-edit = écrire le champ
    .help = Ouvre le champ en main.
action-writing-clear = vider le champ
    .help = Vide le champ en main.
action-writing-go = aller à
    .help = Cherche une ligne du dossier par son nom, et s’y rend.
action-writing-missing = champ manquant
    .help = Va au prochain champ que le dépôt exige.
action-writing-next-section = section suivante
    .help = Va à la section suivante.
action-writing-previous-section = section précédente
    .help = Va à la section précédente.
action-writing-take-back = défaire l’écriture
    .help = Remet ce que la dernière modification a remplacé.
action-writing-explain = pourquoi ces jours
    .help = Explique les jours, les heures et la gratification minimale, ligne par ligne.
    .command = pourquoi
action-writing-compare = comparer aux sources
    .help = Interroge Apogée, Pégase ou l’annuaire sur l’étudiant, et montre ce qui diffère, à reprendre champ par champ.
    .command = sources
action-convention-submit = déposer
    .help = Dépose le dossier : ses validations commencent.
    .command = deposer
action-writing-delete = supprimer le brouillon
    .help = Supprime le brouillon ; ce qui a été déposé ne se supprime pas.
    .command = supprimer

# Marquer
action-mark-toggle = marquer
    .help = Marque la ligne, ou retire sa marque.
    .command = marquer
action-mark-extend-down = marquer vers le bas
    .help = Marque la ligne et descend.
action-mark-extend-up = marquer vers le haut
    .help = Marque la ligne et monte.
action-mark-range = marquer une plage
    .help = Commence une plage de marques, ou la termine.
    .command = plage
action-mark-all = tout marquer
    .help = Marque toutes les lignes que le filtre laisse passer.
    .command = tout-marquer
action-mark-group = marquer le groupe
    .help = Marque les lignes du même organisme ; du même motif, si la liste est triée ainsi.
    .command = marquer-groupe
action-mark-invert = inverser les marques
    .help = Marque ce qui ne l’est pas, et l’inverse.
    .command = inverser-les-marques
action-mark-clear = retirer les marques
    .help = Retire toutes les marques.
    .command = retirer-les-marques

# Filtrer
action-filter-open = filtrer
    .help = Ne montre que les dossiers voulus : mots, champ:valeur, - pour exclure.
    .command = filtrer
action-filter-clear = retirer le filtre
    .help = Montre de nouveau toute la file.
    .command = retirer-le-filtre

# La liste
action-list-sort = trier
    .help = Trie la liste sur une colonne.
    .command = trier
action-list-reverse = inverser le tri
    .help = Trie dans l’autre sens.
    .command = inverser-le-tri
action-list-reload = recharger
    .help = Relit la liste et montre ce que les autres ont changé.
    .command = recharger
action-list-queue = file
    .help = Montre la file nommée.
    .command = file
action-list-next-queue = file suivante
    .help = Passe à la file suivante.
    .command = file-suivante
action-list-previous-queue = file précédente
    .help = Revient à la file précédente.
    .command = file-precedente
action-list-columns = colonnes
    .help = Choisit les colonnes de la liste et leur ordre, séparées par des virgules.
    .command = colonnes

# Les vues
action-view-open = vue
    .help = Montre une vue enregistrée : sa file, son filtre, son tri.
    .command = vue
action-view-save = enregistrer la vue
    .help = Enregistre sous un nom la file, le filtre et le tri de la liste.
    .command = vue enregistrer
action-view-remove = supprimer une vue
    .help = Supprime une vue enregistrée ; aucun dossier n’est touché.
    .command = vue supprimer
action-view-share = partager une vue
    .help = Montre votre vue aussi aux agents d’un centre : son nom, puis le code du centre.
    .command = vue partager
action-view-unshare = ne plus partager une vue
    .help = Garde de nouveau votre vue pour vous.
    .command = vue reprendre

# La disposition
action-layout-wider = élargir
    .help = Élargit le panneau, aux dépens de son voisin.
    .command = elargir
action-layout-narrower = rétrécir
    .help = Rétrécit le panneau, au profit de son voisin.
    .command = retrecir
action-layout-width = largeur
    .help = Fixe la largeur d’un panneau : dossier 45, files 30, ou défaut.
    .command = largeur

# Se déplacer
action-cursor-down = descendre
    .help = Descend d’une ligne.
action-cursor-up = monter
    .help = Monte d’une ligne.
action-cursor-half-page-down = demi-page suivante
    .help = Descend d’une demi-page.
action-cursor-half-page-up = demi-page précédente
    .help = Monte d’une demi-page.
action-cursor-page-down = page suivante
    .help = Descend d’une page.
action-cursor-page-up = page précédente
    .help = Monte d’une page.
action-cursor-top = début
    .help = Va à la première ligne.
action-cursor-bottom = fin
    .help = Va à la dernière ligne.
action-focus-queues = files
    .help = Passe aux files.
    .command = files
action-focus-list = liste
    .help = Passe à la liste.
    .command = liste
action-focus-file = dossier
    .help = Passe au dossier sous le curseur.
    .command = dossier
action-focus-next = panneau suivant
    .help = Passe au panneau suivant.
action-focus-previous = panneau précédent
    .help = Revient au panneau précédent.

# Le programme
action-administration-roles = rôles et droits
    .help = Montre les rôles et ce que chacun permet.
    .command = roles
action-administration-people = personnes
    .help = Montre les personnes, leurs rôles et leurs centres.
    .command = personnes
action-administration-centres = centres
    .help = Montre les centres et leurs réglages.
    .command = centres
action-administration-establishment = établissement
    .help = Montre les réglages qui valent pour tous les centres, et les change.
    .command = etablissement
action-administration-change = changer
    .help = Change ce qui est en main : un droit, un rôle, un réglage.
action-administration-add = ajouter
    .help = Ajoute un rôle, une personne ou un centre.
action-administration-remove = supprimer
    .help = Supprime un rôle de l’établissement, ou ferme un compte.
action-administration-search = chercher
    .help = Ne montre que ce qui contient ces mots.
action-administration-next = registre suivant
    .help = Passe aux personnes, aux centres, à l’établissement, puis revient aux rôles.
action-administration-previous = registre précédent
    .help = Revient au registre précédent.
action-administration-into = entrer
    .help = Entre dans le détail, puis va de droit en droit.
action-administration-out = sortir
    .help = Sort du détail.
action-organisation-open = organismes d’accueil
    .help = Ouvre le registre des organismes d’accueil : chercher, corriger, modérer, réunir les doublons.
    .command = organismes
action-organisation-search = chercher
    .help = Cherche par nom, SIRET, UAI, ville ou activité, dans n’importe quel ordre.
action-organisation-change = modifier
    .help = Modifie la ligne en main ; entre deux organismes, prend la valeur de l’autre.
action-organisation-add = ajouter
    .help = Ajoute un organisme d’accueil.
action-organisation-register = registre
    .help = Reprend ce que dit le registre national : ajoute l’établissement proposé, ou met à jour l’organisme.
action-organisation-import = importer un tableau
    .help = Importe des organismes d’un fichier CSV : montre d’abord ce qu’il en sera de chaque ligne.
action-organisation-export = exporter en tableau
    .help = Écrit les organismes de l’étagère, ou ceux que la recherche trouve, dans un fichier CSV ou un classeur.
action-organisation-approve = approuver
    .help = Approuve un organisme qui attend, ou remet en service.
action-organisation-retire = mettre hors service
    .help = Met l’organisme hors service ; les dossiers le gardent.
action-organisation-history = historique
    .help = Ce qui est arrivé à l’organisme, avec les valeurs d’avant et d’après.
action-organisation-duplicates = doublons
    .help = Montre les organismes qui sont sans doute celui-ci.
action-organisation-swap = garder l’autre
    .help = Garde l’autre des deux organismes.
action-organisation-merge = réunir
    .help = Réunit les deux organismes : services, contacts et dossiers passent à celui qui reste.
action-organisation-apart = ce sont deux
    .help = Note que ce sont deux organismes : ils ne seront plus rapprochés.
action-organisation-undo = annuler
    .help = Revient sur le dernier changement fait ici.
action-organisation-next = rayon suivant
    .help = Le rayon suivant : en service, à modérer, fermés, hors service, doublons.
action-organisation-previous = rayon précédent
    .help = Le rayon précédent.
action-organisation-into = entrer
    .help = Entre dans le détail.
action-organisation-out = sortir
    .help = Sort du détail.
action-alerts-open = alertes
    .help = Montre qui est prévenu de quoi : l’établissement, puis chaque centre.
    .command = alertes
action-alerts-mine = mes alertes
    .help = Montre à quel rythme je suis prévenu, et dans quelle langue.
    .command = mes-alertes
action-alerts-undelivered = courriels non remis
    .help = Montre les courriels qui ne sont pas arrivés, et pourquoi.
    .command = non-remis
action-alerts-foretell = qui serait prévenu ?
    .help = Dit qui recevrait quoi d’un événement sur ce dossier, pourquoi, et montre le courriel.
    .command = qui-serait-prevenu
action-alerts-deliveries = envois
    .help = Montre les courriels à propos de ce dossier : quand, à qui, remis ou non.
    .command = envois
action-alerts-change = changer
    .help = Change ce qui est en main : une case, un rythme, la langue.
action-alerts-edit = texte
    .help = Ouvre le texte du courriel de cet événement.
action-alerts-try = essai
    .help = M’envoie le texte de cet événement, rempli d’après le dernier dossier.
action-alerts-variables = variables
    .help = Montre les variables des textes, et ce que dirait chacune du dernier dossier.
action-alerts-inherit = texte d’origine
    .help = Abandonne son propre texte pour celui de l’établissement, ou du programme.
action-alerts-closures = fermetures
    .help = Écrit les périodes pendant lesquelles aucun courriel ne part.
action-alerts-read = lire
    .help = Montre le texte du courriel.
action-alerts-retry = renvoyer
    .help = Envoie le courriel une nouvelle fois.
action-alerts-redirect = autre adresse
    .help = Envoie le courriel à une autre adresse.
action-alerts-drop = abandonner
    .help = Renonce à envoyer le courriel.
action-alerts-next = suivant
    .help = Passe au centre suivant, puis à mes préférences et aux courriels non remis.
action-alerts-previous = précédent
    .help = Revient à ce qui précède.
action-alerts-into = destinataire suivant
    .help = Va au destinataire suivant.
action-alerts-out = destinataire précédent
    .help = Revient au destinataire précédent.
action-app-command = commande
    .help = Ouvre la ligne de commande, avec complétion ; un numéro ouvre cette convention.
action-app-help = aide
    .help = Cherche dans les actions et les touches disponibles ici.
    .command = aide
action-app-find = rechercher
    .help = Retrouve un étudiant, une convention, un enseignant ou un organisme.
    .command = rechercher
action-app-journal = journal
    .help = Relit les messages et les erreurs de la session.
    .command = journal
action-app-jobs = travaux
    .help = Montre les traitements de la session : où ils en sont, ce qu’ils ont fait et refusé.
    .command = travaux
action-app-copy = copier
    .help = Copie la ligne ou le dossier dans le presse-papiers.
    .command = copier
action-app-zoom = agrandir
    .help = Montre le panneau seul, en texte simple, pour copier à la souris.
    .command = agrandir
action-app-theme = thème
    .help = Change les couleurs.
    .command = theme
action-app-lang = langue
    .help = Change la langue de l’écran : fr ou en.
    .command = langue
action-app-keymap = touches
    .help = Change le jeu de touches.
    .command = touches
action-app-redraw = redessiner
    .help = Redessine tout l’écran.
    .command = redessiner
action-app-stop-bulk = arrêter le traitement
    .help = Arrête le traitement en cours ; ce qui est fait reste fait.
    .command = arreter
action-app-escape = sortir
    .help = Sort de ce qui est en cours.
action-app-suspend = suspendre
    .help = Suspend Guichet et rend la main au terminal.
action-app-quit = quitter
    .help = Quitte le panneau, puis Guichet.
    .command = quitter

# Les travaux
action-job-open = compte rendu
    .help = Montre ce que le traitement a fait, et ce qu’il n’a pas fait.
action-job-mark = marquer de nouveau
    .help = Marque de nouveau ce que le traitement n’a pas fait.
    .command = remarquer

# Fenêtres
action-overlay-confirm = confirmer
    .help = Fait ce qui est annoncé.
action-overlay-cancel = fermer
    .help = Ferme sans rien faire.
action-overlay-discard = oublier
    .help = Ferme, et efface ce que la fenêtre gardait.
action-overlay-toggle = cocher
    .help = Coche ou décoche l’option.
action-overlay-next-field = champ suivant
    .help = Passe au champ suivant.
action-overlay-newline = nouvelle ligne
    .help = Commence une ligne dans le texte.
action-overlay-previous-field = champ précédent
    .help = Revient au champ précédent.
action-prompt-accept = accepter
    .help = Prend la ligne telle qu’elle est tapée.
action-prompt-cancel = renoncer
    .help = Ferme la ligne sans la prendre.
action-prompt-complete = compléter
    .help = Prend la proposition suivante.
action-prompt-complete-previous = compléter en arrière
    .help = Prend la proposition précédente.
action-prompt-history-previous = ligne précédente
    .help = Reprend la ligne tapée avant.
action-prompt-history-next = ligne suivante
    .help = Revient à la ligne tapée après.

# Arguments des commandes
argument-column = colonne
argument-queue = file
argument-theme = thème
argument-lang = fr ou en
argument-keymap = jeu de touches
argument-day = jour
argument-number = numéro
argument-filter = filtre
argument-columns = colonnes séparées par des virgules, ou défaut
argument-width = panneau et largeur, ou défaut
argument-view = vue
argument-name = nom
argument-view-and-centre = vue et code du centre
argument-text = texte

# Pourquoi une action n’est pas possible
need-target = Aucun dossier sous le curseur.
need-drawn = Affichez d’abord le dossier : on ne traite pas ce qu’on n’a pas vu.
need-marks = Aucune ligne n’est marquée.
need-filter = Aucun filtre n’est en place.
need-bulk = Aucun traitement n’est en cours.
need-undone = Aucun traitement n’a laissé de dossier de côté.
need-undoable = Rien à défaire dans cette session.
need-split = Un seul panneau est affiché : élargissez la fenêtre, ou rétablissez les panneaux (:agrandir).
need-writing = Ouvrez d’abord un dossier en écriture.
need-amendment = Montrez d’abord un avenant.
need-repeatable = Aucune action à répéter.

# Contextes, pour l’aide
context-always = Partout
context-global = Bureau
context-pane = Tous les panneaux
context-queues = Files
context-list = Liste
context-file = Dossier
context-administration = Administration
context-writing = Écriture d’un dossier
context-prompt = Ligne de saisie
context-overlay = Fenêtres
context-confirm = Confirmation
context-form = Formulaire
context-text = Texte de plusieurs lignes
context-picker = Choix
context-reader = Lecture
context-jobs = Travaux

# Marques
marks-count = { $count ->
    [one] { $count } marquée
   *[other] { $count } marquées
}

# Erreurs de saisie
did-you-mean = {" "}Vouliez-vous dire « { $name } » ?
command-error-empty = Tapez une commande, ou un numéro de convention.
command-error-unknown = Aucune commande ne s’appelle « { $found } ».
command-error-unwanted = « { $command } » ne prend rien après son nom.
command-error-missing = « { $command } » attend : { $argument }.
command-error-bad = « { $command } » attend : { $argument }, et non « { $found } ».
filter-error-field = Aucun champ ne s’appelle « { $found } ».
filter-error-word = « { $field } » ne connaît pas « { $found } ».
filter-error-empty = Il manque une valeur après « { $field }: ».
filter-error-date = « { $field } » attend une date, par exemple 01/03/2026, 03/2026 ou <7j, et non « { $found } ».
filter-error-age = « { $field } » attend une durée ou une date, par exemple >10j ou >=01/03/2026, et non « { $found } ».
filter-error-number = « { $field } » attend un nombre, par exemple 28413, >28000 ou 28000..29000, et non « { $found } ».
entry-not-a-day = { $what } : « { $found } » n’est pas une date ; écrivez 2026-03-02 ou 02/03/2026.
entry-no-such-day = { $what } : il n’y a pas de jour « { $found } ».
entry-not-a-period = { $what } : « { $found } » n’est pas une période ; écrivez 2026-07-27..2026-08-14.
entry-not-irregular = { $what } : « { $found } » ne dit pas les jours et leurs heures ; écrivez 2026-06-01..2026-06-05=3,5.
entry-reversed = { $what } : la période finit le { $to }, avant de commencer le { $from }.
entry-not-hours = { $what } : « { $found } » n’est pas un nombre d’heures ; écrivez 35, 35,5 ou 7:30.
entry-not-an-amount = { $what } : « { $found } » n’est pas un montant ; écrivez 4,50 ou 600/month.
entry-negative = { $what } : « { $found } » est négatif.
entry-too-much = { $what } : « { $found } » est trop ; au plus { $most }.
entry-too-fine = { $what } : « { $found } » ne fait pas un nombre entier de centièmes.
entry-not-a-number = { $what } : « { $found } » n’est pas un nombre.
entry-not-whole = { $what } : « { $found } » n’est pas un nombre entier.
entry-too-long = { $count ->
    [one] { $what } : { $count } caractère de trop ; au plus { $most }.
   *[other] { $what } : { $count } caractères de trop ; au plus { $most }.
}
entry-not-seven = { $count ->
    [one] { $what } : { $count } nombre d’heures ; il en faut sept, du lundi au dimanche.
   *[other] { $what } : { $count } nombres d’heures ; il en faut sept, du lundi au dimanche.
}
entry-unknown-unit = { $what } : rien n’est versé par « { $found } » ; attendu : { $known }.

# Dates et unités
date-first = er
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
weekday-1 = lu
weekday-2 = ma
weekday-3 = me
weekday-4 = je
weekday-5 = ve
weekday-6 = sa
weekday-7 = di
unit-second = s
unit-minute = min
unit-hour = h
unit-day = j
days-spoken = { $count ->
    [0] moins d’un jour
    [one] { $count } jour
   *[other] { $count } jours
}

# Les signes, lus à voix haute
sign-done = fait :
sign-to-do = reste :
sign-passed = admis :
sign-blocking = bloquant :
sign-warning = à vérifier :
sign-information = pour information :
sign-nobody = personne
sign-to = au
sign-next = puis
sign-error = erreur :
sign-ticked = coché :
sign-unticked = non coché :

# Touches
key-ctrl = Ctrl
key-alt = Alt
key-shift = Maj
key-space = espace
key-enter = Entrée
key-esc = Échap
key-tab = Tab
key-backspace = Retour arrière
key-delete = Suppr
key-insert = Inser
key-up = ↑
    .typed = haut
key-down = ↓
    .typed = bas
key-left = ←
    .typed = gauche
key-right = →
    .typed = droite
key-home = Début
key-end = Fin
key-page-up = Page préc.
key-page-down = Page suiv.

# Les files
queue-pedagogical = Validation pédagogique
queue-check = Contrôle administratif
queue-administrative = Validation administrative
queue-corrected = Corrigées
queue-amendments = Avenants à valider
queue-amendments-unsigned = Avenants non signés
queue-to-correct = À corriger
queue-soon-unsigned = Débute < 7 j, non signée
queue-started-unsigned = Commencée, non signée
queue-enrolment = Inscription à vérifier
queue-to-sign = À signer
queue-signed = Signées
queue-draft = Brouillons
queue-cancelled = Annulées
queue-archived = Archivées
queue-all = Toutes

# États, étapes, régimes
file-state-draft = brouillon
file-state-submitted = déposée
file-state-to-correct = à corriger
file-state-in-validation = en validation
file-state-validated = validée
file-state-cancelled = annulée
signature-state-not-sent = non envoyée à la signature
signature-state-under-way = en cours de signature
signature-state-refused = signature refusée
signature-state-partial = signée en partie
signature-state-signed = signée
signature-short-not-sent = non envoyée
signature-short-under-way = en cours
signature-short-refused = refusée
signature-short-partial = partielle
signature-short-signed = signée
step-pedagogical = validation pédagogique
step-check = contrôle administratif
step-administrative = validation administrative
regime-initial = formation initiale
regime-cesure = césure
regime-abroad = à l’étranger
regime-outside = hors champ L124-1
severity-blocking = bloquant
severity-warning = à vérifier
severity-information = pour information
nature-mandatory = obligatoire
nature-optional = facultatif
nature-cesure = césure
signer-student = étudiant
signer-supervisor = enseignant référent
signer-tutor = tuteur professionnel
signer-signatory = signataire de l’organisme
signer-establishment = établissement
signer-guardian = représentant légal
means-electronic = électronique
means-paper = papier
per-hour = heure
per-day = jour
per-week = semaine
per-month = mois
per-total = stage entier
basis-net = net
basis-gross = brut
currency-EUR = euro
currency-CHF = franc suisse
currency-GBP = livre sterling
currency-USD = dollar américain
spoken-fr = français
spoken-en = anglais
spoken-es = espagnol
spoken-de = allemand
spoken-it = italien
host-name = nom
host-siret = SIRET
host-address = adresse
host-postal-code = code postal
host-town = ville
host-country-code = pays (code ISO : FR, IT...)
host-activity = activité
host-phone = téléphone
host-surname = nom
host-given-name = prénom
host-job-title = fonction
host-mail = courriel
host-uai = UAI
host-naf-code = code NAF
host-legal-category = catégorie juridique
host-headcount-band = effectif
host-kind-id = type d’organisme
host-website = site web
host-centre = tenu par le centre
host-locked = garder contre le registre
host-retired = hors service
host-state-active = en service
host-state-to-moderate = à modérer
host-state-retired = hors service
host-reason = motif
host-nearly = proche ·
host-closed = fermé ·
host-waits = à modérer ·
host-gone-into = Fusionné dans { $name }.
host-is-retired = Hors service : les dossiers le gardent, aucun nouveau ne le prend.
host-is-retired-part = hors service
host-waits-since = À modérer : ajouté par { $by }, { $at }. v pour l’approuver, x pour le refuser, d pour chercher un doublon.
host-used = { $now ->
    [one] { $now } convention en cours
   *[other] { $now } conventions en cours
}, { $all } en tout
host-week = { $week ->
    [one] { $week } stagiaire
   *[other] { $week } stagiaires
} cette semaine
host-limit = plafond { $limit }
host-register-said = { $source }, { $at } : ouvert
host-register-closed = { $source } : fermé { $on }
host-register-has = registre : { $value }
host-register-now = { $source } : ouvert ; r reprend ce qu’il en dit
host-register-now-closed = { $source } : fermé
host-may-be = Selon { $source }
host-is-known = au registre
host-twins = { $count ->
    [one] 1 autre a ce nom ou ce SIREN au même endroit : d compare
   *[other] { $count } autres ont ce nom ou ce SIREN au même endroit : d compare
}
host-proposed = { $source }, pas encore chez nous : r l’ajoute
host-proposed-closed = { $source } : fermé, pas chez nous
host-proposed-nameless = { $source }, pas encore chez nous, sans nom à dire : r demande le nom
host-will-be = Cet organisme est { $name } ({ $siret }, { $town }) : il en prend le SIRET.
host-proposed-known = Déjà chez nous sous un autre nom : r y va
host-table = Importer des organismes
host-table-path = fichier CSV
host-table-rejected = lignes refusées dans
host-table-told = Le fichier est lu et vérifié d’abord : rien n’est ajouté avant que vous ayez vu ce qu’il en sera. Ce qui n’a ni SIRET ni UAI sera à modérer.
host-table-columns = Colonnes : celles que donne « guichet organisation export » ou l’export d’ESUP-Stage ; « ; » ou « , », UTF-8, UTF-16 ou Windows.
host-table-no-path = Dites où est le fichier.
host-table-wrong = Ligne { $line }, « { $value } » : { $why }
host-table-more = { $count ->
    [one] et 1 autre
   *[other] et { $count } autres
}
host-table-tried = { $read ->
    [0] aucune ligne lue
    [one] 1 ligne lue
   *[other] { $read } lignes lues
} : { $good ->
    [0] aucune bonne
    [one] 1 bonne
   *[other] { $good } bonnes
}, { $bad ->
    [0] aucune refusée
    [one] 1 refusée
   *[other] { $bad } refusées
}
host-table-asks = Rien n’est encore ajouté. Chaque ligne refusée s’écrit avec sa raison, prête à corriger.
host-table-asks-all = Rien n’est encore ajouté : Entrée les ajoute toutes.
host-table-what = que faire
host-table-add = ajouter les bonnes lignes, écrire les refusées
host-table-write = ne rien ajouter, écrire les refusées
host-table-read = lire d’abord tout ce qui est refusé
host-table-no-rejected = Dites dans quel fichier écrire les lignes refusées.
host-table-added = { $good ->
    [0] aucun organisme ajouté
    [one] 1 organisme ajouté
   *[other] { $good } organismes ajoutés
} ({ $read ->
    [0] aucune ligne lue
    [one] 1 ligne lue
   *[other] { $read } lignes lues
}).
host-table-kept = Les lignes refusées sont dans { $path }.
host-table-asks-none = Aucune ligne ne peut être ajoutée. Chaque ligne refusée s’écrit avec sa raison, prête à corriger.
host-table-unsure = La ligne est tombée au dernier mot : les organismes sont peut-être là. Cherchez l’un d’eux, ou recommencez : ceux qui y sont seront refusés.
host-table-to = écrire dans
host-export = Exporter des organismes
host-export-all = Tous les organismes de cette étagère, avec les colonnes qu’un import relit.
host-export-found = Les organismes que trouve « { $words } », avec les colonnes qu’un import relit.
host-export-told = Un classeur si le nom finit par .xlsx, un fichier CSV sinon ; rien n’est écrasé.
host-export-staff = Le registre ne sort en tableau que pour les gestionnaires qui en tiennent les organismes.
register-asked = le registre est interrogé
register-proposes = { $count ->
    [one] 1 du registre, à la fin
   *[other] { $count } du registre, à la fin
}
register-proposes-part = registre : { $told } sur { $all }
register-goes-on = précisez, ou Entrée lit la suite du registre
host-is-locked = gardé
host-taken = { $taken } (l’autre : { $left })
host-will-be-approved = Il pourra être choisi dans les dossiers.
host-will-be-rejected = Il ne sera plus proposé à personne. S’il existe déjà sous un autre nom, fusionnez plutôt (d).
host-will-come-back = Il pourra de nouveau être choisi.
host-will-go = Les dossiers le gardent, aucun nouveau ne le prendra. u revient dessus.
host-will-merge = { $gone } disparaît dans { $kept } : { $services ->
    [0] aucun service
    [one] 1 service
   *[other] { $services } services
} et { $conventions ->
    [0] aucun dossier
    [one] 1 dossier
   *[other] { $conventions } dossiers
} passent avec leurs contacts.
host-merge-undone = Rien n’est perdu : u, ici, sépare de nouveau les deux ; plus tard, la fiche de celui qui reste le fait.
host-merged-here = Réuni à celui-ci
host-merged-there = Réuni à
host-merged-files = { $count ->
    [0] aucun dossier
    [one] 1 dossier
   *[other] { $count } dossiers
}
host-was-merged = Réunis le { $at }, par { $by }.
host-will-part = { $gone } redevient un organisme à part : ses services le suivent, et { $conventions ->
    [0] les dossiers commencés depuis dans ces services.
    [one] le dossier venu de lui, avec ceux commencés depuis dans ces services.
   *[other] les { $conventions } dossiers venus de lui, avec ceux commencés depuis dans ces services.
}
host-will-part-kept = Ce qui a été corrigé depuis chez { $kept } reste.
hosts-found = « { $search } » : { $count ->
    [0] aucun exactement
    [one] 1 organisme
   *[other] { $count } organismes
}{ $more ->
    [1] , et d’autres : précisez
   *[other] {""}
}
hosts-none = Aucun ici.
hosts-no-match = Aucun organisme : a pour l’ajouter.
hosts-no-pair = Aucun doublon probable.
pair-score = { $score } %
pair-files = À gauche reste ({ $kept } dossiers), à droite disparaît ({ $gone }). s échange, m réunit
register-companies = Recherche d’entreprises
register-settings = Le registre ne peut pas être interrogé : { $why }. Corrigez [sis.sirene] ou [sis.companies] dans config.toml.
register-none = Aucun registre n’est configuré : donnez une clé ([sis.sirene] key_file) ou activez [sis.companies] dans config.toml.
sis-settings = Une source ne peut pas être interrogée : { $why }. Corrigez [sis.*] dans config.toml.
sis-none = Aucune source n’est configurée : décrivez-en une dans config.toml, par exemple [sis.siscol].
sis-no-source = « { $name } » n’est pas une source de config.toml. Celles-ci le sont : { $known }.
sis-no-students = Aucune des sources demandées ne connaît les étudiants : [sis.pegase], [sis.apogee] et [sis.siscol] de config.toml les connaissent.
sis-asked-of-nobody = D’après [[sis.students]] de config.toml, aucune source n’est interrogée sur { $number } cette année-là.
sis-no-number = « { $number } » n’est pas un numéro d’étudiant : lettres, chiffres, points et tirets seulement.
sis-unknown-student = Aucune source ne connaît l’étudiant { $number }. Vérifiez son numéro, ou demandez l’année avec --year.
sis-answers = répond en { $took } ms, { $lines ->
    [0] aucune ligne
    [one] 1 ligne
   *[other] { $lines } lignes
}
sis-clock-ahead = attention, son horloge avance de { $by } sur la nôtre : des jetons et des signatures peuvent être refusés
sis-clock-behind = attention, son horloge retarde de { $by } sur la nôtre : des jetons et des signatures peuvent être refusés
sis-does-not = { $what } ({ $why })
sis-silent = { $source } : { $why }
sis-student = étudiant
sis-year = année
sis-identity = — identité
sis-civil-status = — état civil
sis-years = — années
sis-enrolments = — inscriptions
sis-directory = — annuaire
sis-affiliations = affiliations
sis-entities = entités
sis-enrolled = inscrit en
sis-name = nom
sis-birth-name = nom de naissance
sis-birth-date = né(e) le
sis-mail = courriel
sis-ine = INE
sis-login = identifiant
sis-nationality = nationalité
sis-etape = étape
sis-diploma = diplôme
sis-composante = composante
sis-cesure = césure
sis-credits = ({ $credits } crédits)
sis-told = demandé
sis-told-at = { $at }, par { $by }
sis-batch = un traitement
sis-nothing-kept = Rien n’est gardé de l’étudiant { $number }, ou vous n’avez pas à le voir. Sans --kept, les sources sont interrogées.
sis-synced = { $told ->
    [0] Aucune réponse nouvelle
    [one] 1 étudiant demandé
   *[other] { $told } étudiants demandés
}, { $unknown ->
    [0] aucun inconnu
    [one] 1 inconnu
   *[other] { $unknown } inconnus
}, { $failed ->
    [0] aucun sans réponse
   *[other] { $failed } sans réponse
}
mail-settings = Réglages du courriel : { $why }
mail-no-address = Aucune adresse n’est connue.
mail-gone = Cette personne n’a plus de compte.
mail-switched-off = L’envoi des courriels est coupé ici ([mail] deliver = false).
mail-unsendable = Impossible à envoyer : { $why }
mail-changed = { $field } : modifié
mail-changed-to = { $field } : { $from } → { $to }
mail-digest-subject = { $count ->
    [0] Guichet : aucune alerte
    [one] Guichet : 1 alerte
   *[other] Guichet : { $count } alertes
}
mail-digest-greeting = Bonjour { $name }, voici ce qui s’est passé :
worker-no-mail = Aucun serveur de courriel : ajoutez [mail] à config.toml, avec server et from.
worker-greeted = { $server } répond et nous accepte.
worker-not-greeted = { $server } ne prend pas nos courriels : { $why }
worker-unreachable = serveur de courriel : { $why }
worker-report = { $events ->
    [0] aucun événement
    [one] 1 événement
   *[other] { $events } événements
} · { $sent ->
    [0] aucun courriel parti
    [one] 1 courriel parti
   *[other] { $sent } courriels partis
} · { $waiting ->
    [0] aucun en attente
    [one] 1 en attente
   *[other] { $waiting } en attente
} · { $failed ->
    [0] aucun non remis
    [one] 1 non remis
   *[other] { $failed } non remis
}
sis-stopped = Les sources ne répondent plus : guichet sis check dit pourquoi. Relancez ensuite, la suite reprendra ici.
silence-nothing = n’en sait rien
silence-unsure = répond sans rien dire, peut-être parce que ce qui est derrière est arrêté
silence-unreachable = injoignable
silence-late = ne répond pas à temps
silence-resting = laissé en repos jusqu’au { $until }, après trop de pannes ou de questions
silence-bad-login = refuse notre identifiant
silence-refused = refuse la question
silence-odd = répond hors de son contrat, en { $place }
affiliation-student = étudiant
affiliation-teacher = enseignant
affiliation-faculty = personnel d’enseignement ou de recherche
affiliation-researcher = chercheur
affiliation-staff = personnel administratif ou technique
affiliation-employee = personnel
affiliation-member = membre
affiliation-affiliate = affilié
affiliation-alum = ancien étudiant
enrolment-valid = inscription valide
enrolment-pending = inscription en cours
enrolment-cancelled = inscription annulée
register-later = Le registre a été trop interrogé : de nouveau possible { $at }.
register-again = registre : à { $at }
register-mute = registre muet
register-unreachable = Le registre ne répond pas : on travaille sans lui, il est interrogé à la prochaine recherche.
register-bad-key = Le registre refuse la clé : prévenez qui tient les réglages ([sis.sirene] key_file).
register-bad-key-beside = SIRENE refuse la clé : un autre registre répond à sa place. Prévenez qui tient les réglages ([sis.sirene] key_file).
register-not-told = Le registre connaît cet établissement et ne peut rien en dire.
register-odd = Le registre répond autrement que prévu ({ $why }) : saisissez l’organisme à la main.
register-adds-siret = --add prend un SIRET.
register-no-siret = L’organisme n° { $id } n’a pas de SIRET : le registre ne peut pas être interrogé.
register-added = Ajouté : n° { $id }.
register-going = { $count ->
    [0] aucun organisme vu...
    [one] 1 organisme vu...
   *[other] { $count } organismes vus...
}
register-done = { $count ->
    [0] Aucun organisme à voir
    [one] 1 organisme vu
   *[other] { $count } organismes vus
}, dont { $closed } au registre des fermés.
register-part = { $told } sur { $all } : précisez, ou demandez-en plus (--least).
register-not-diffused = [non diffusé]
register-source = source
host-state-title = état
shelf-in-use = En service
shelf-to-moderate = À modérer
shelf-closed = Fermés
shelf-retired = Hors service
shelf-duplicates = Doublons
alike-uai = même UAI
alike-siren = même SIREN
alike-name = même nom
alike-alike = nom proche
alike-postal-code = même code postal
alike-town = même ville
alike-address = même adresse
alike-website = même site
alike-other-siren = SIREN différents
pane-organisations = Organismes d’accueil
context-organisations = Organismes d’accueil
pane-alerts = Alertes
context-alerts = Alertes
form-lacks-centre = Cochez le centre qui le tient.
form-lacks-job = Donnez la fonction.
said-pair-first = Choisissez d’abord deux organismes à comparer (doublons : d).
said-host-nothing-to-undo = Rien à défaire ici dans cette session. Une réunion plus ancienne se défait sur la fiche de l’organisme qui est resté.
said-host-in-hand = Choisissez d’abord un organisme.
said-host-active = Il est déjà en service.
said-host-retired = Il est déjà hors service.
said-host-merged = Réunis. u sépare de nouveau.
said-host-parted = Séparés : chacun a retrouvé ses services et ses dossiers.
said-host-apart = Noté : ce sont deux organismes. Ils ne seront plus rapprochés.
said-host-refreshed = Repris du registre. u remet ce qui était là.
said-host-refreshed-closed = Repris du registre : l’établissement est fermé. u remet ce qui était là.
said-host-no-siret = Cet organisme n’a pas de SIRET : le registre ne peut pas être interrogé.
said-register-unknown = Le registre ne connaît pas ce SIRET.
said-table-stopped = Import arrêté : rien n’est ajouté.
said-host-added = Ajouté.
value-yes = oui
value-no = non
value-done = faite
value-passed = passé outre
value-empty = vide
value-masked = masqué
somebody = quelqu’un
the-program = Guichet

# Champs d’une convention
field-organisation = organisme d’accueil
field-service = service d’accueil
field-contact = contact
field-state = état
field-closed = fermé au registre
field-locked = gardé contre le registre
field-merged = organisme réuni
field-merged-into = réuni à
field-retired = hors service
field-tutor = tuteur professionnel
field-second-tutor = second tuteur
field-signatory = signataire
field-supervisor = enseignant référent
field-start-date = début
field-end-date = fin
field-weekly-hours = heures par semaine
field-total-hours = heures au total
field-total-overridden = total saisi à la main
field-gratification = gratification
field-gratification-amount = montant de la gratification
field-gratification-unit = période de la gratification
field-gratification-basis = gratification nette ou brute
field-currency = monnaie
field-payment-mode = mode de versement
field-subject = sujet
field-tasks = activités confiées
field-skills = compétences
field-details = précisions
field-supervision = encadrement
field-presence = présence de nuit, dimanche, férié
field-leave-terms = congés
field-benefits = avantages
field-comment = commentaire
field-type = type de convention
field-regime = régime
field-student-number = numéro d’étudiant
field-surname = nom
field-given-name = prénom
field-mail = courriel
field-ine = INE
field-etape = code de l’étape
field-year = année universitaire
field-student = étudiant
field-nature = nature
field-teaching-hours = heures d’enseignement
field-elp-code = code de l’ELP
field-elp-label = ELP
field-ects = crédits
field-language = langue
field-country = pays
field-theme = thème
field-working-time = temps de travail
field-origin = origine du stage
field-assessed-work = travail évalué
field-assessment-mode = modalité d’évaluation
field-confidential = confidentiel
field-cpam = CPAM
field-address = adresse
field-postal-code = code postal
field-town = ville
field-personal-mail = courriel personnel
field-phone = téléphone
field-file-state = état du dossier
field-corrected = corrigée
field-calendar = jours fériés
field-declared-hours = heures déclarées ailleurs
field-teaching-on-site = heures d’enseignement en présence
field-abroad-sheet = fiche d’information du pays
field-abroad-exchange = échange préalable avec l’étudiant
field-abroad-authorisation = autorisation nommée
field-rupture-day = date de la rupture
field-rupture-by = auteur de la rupture
field-rupture-why = motif de la rupture
field-rupture-outcome = suites de la rupture
field-hold-until = en attente jusqu’au
field-checked-by = contrôles relevés par
field-note = note interne
field-week-patterns = semaines différentes
field-interruptions = interruptions
field-irregular-periods = jours aux heures différentes
field-authorised-absences = congés et absences autorisés
field-worked-holidays = jours fériés travaillés
field-enrolment = inscription
field-return = motif ({ $field })
field-finding = contrôle « { $rule } »
field-mention = mention
field-document = pièce « { $label } »
field-document-until = fin de validité de « { $label } »
field-document-reference = référence de « { $label } »
field-document-file = fichier de « { $label } »
field-valid-until = fin de validité
field-outside-programme = hors maquette
field-template = modèle de convention
field-own-convention = convention propre à l’organisme
field-own-reference = sa référence
field-own-mentions = mentions D124-4 relevées
field-own-opinion = avis juridique
field-own-opinion-by = avis donné par
field-own-opinion-on = avis donné le
field-rupture-on = date de la rupture
field-rupture-cause = motif de la rupture
field-remote-days = jours de télétravail par semaine
field-gratification-rates = gratification d’une date à l’autre
field-amendment = avenant n° { $number }
field-amended = avenant n° { $number }, { $field }
field-effective-from = { $motive }, prise d’effet
field-motive-comment = { $motive }, commentaire
field-signed-by = signature ({ $signer })
mention-programme = intitulé et volume de la formation
mention-people = enseignant référent et tuteur
mention-skills = compétences à acquérir
mention-activities = activités confiées
mention-dates = dates et durée totale de présence
mention-presence = heures par semaine, nuits, dimanches et fériés
mention-supervision = encadrement par l’établissement et l’organisme
mention-gratification = gratification et son versement
mention-protection = protection sociale, assurance, responsabilité civile
mention-absences = absences autorisées
mention-termination = suspension et résiliation
mention-validation = validation en cas d’interruption
mention-benefits = avantages offerts
mention-rules = règlement intérieur
mention-certificate = attestation de stage
opinion-favourable = favorable
opinion-reserved = favorable avec réserves
opinion-unfavourable = défavorable
rupture-by-intern = l’étudiant
rupture-by-host = l’organisme d’accueil
rupture-by-establishment = l’établissement
rupture-by-agreement = toutes les parties
rupture-cause-illness = maladie
rupture-cause-accident = accident
rupture-cause-parenthood = grossesse, paternité ou adoption
rupture-cause-breach = manquement pédagogique
rupture-cause-other = autre motif
rupture-outcome-validated = stage validé malgré tout
rupture-outcome-otherwise = autre modalité de validation
rupture-outcome-postponed = report de la fin du stage
motive-rupture = rupture anticipée
motive-period = période
motive-schedule = horaires
motive-subject = sujet
motive-gratification = gratification
motive-place = lieu
motive-tutor = tuteur professionnel
motive-supervisor = enseignant référent
motive-signatory = signataire
motive-other = autre
glimpse = { $field } { $from } → { $to }
short-start-date = début
short-end-date = fin
short-gratification-amount = grat.
short-supervisor-id = référent
short-tutor-id = tuteur
short-service-id = lieu
short-weekly-hours = semaine
short-interruptions = interruption
short-rupture-on = rupture
short-presence = présence
short-remote-days = télétravail
motive-effective = à partir du { $date }
motive-effective-comment = à partir du { $date } · { $comment }
motive-nothing-said = rien
motive-from = prend effet le
motive-comment = commentaire
motive-help = Sans date, celle qui est déjà donnée, sinon aujourd’hui.
motive-remove = Entrée retire ce motif et ce qu’il change : { $fields }.
motive-remove-comment = Entrée retire ce motif et son commentaire.
amendment-state-draft = en préparation
amendment-state-submitted = déposé
amendment-state-validated = validé
amendment-state-signed = signé
amendment-state-cancelled = annulé
amendment-title = Avenant n° { $number } · convention n° { $id } · { $student }
amendment-number = avenant n° { $number }
amendment-of = { $file }, avenant n° { $number }
amendment-unsigned = validé, non signé
amendment-past = (déjà passée)
amendment-nothing = rien ne change
amendment-calendar = Calendrier
amendment-no-finding = rien de nouveau
amendment-known = { $count ->
    [one] { $count } contrôle déjà connu
   *[other] { $count } contrôles déjà connus
}
against-original = comparé à la convention d’origine
against-amendment-unsigned = comparé à la convention après l’avenant n° { $number }, validé, non signé
against-signed = comparé à ce qui est signé
against-unsigned = { $count ->
    [one] sur l’avenant n° { $numbers }, validé, non signé
   *[other] sur les avenants n° { $numbers }, validés, non signés
}
against-amendment = comparé à la convention après l’avenant n° { $number }
form-sign-title = Signature : { $whom }
form-signed-on = signé par tous le
form-signed-means = signature
form-signed-bad = Donnez le jour de la signature, aujourd’hui au plus tard.
amendment-stands = Avenant n° { $number } { $state } depuis le { $since }
amendment-stands-unsigned = Avenant n° { $number } validé, non signé, depuis le { $since }
amendment-changes = Ce qui change
amendment-figures = Conséquences
amendment-findings = Contrôles
amendment-fresh = nouveau : { $finding }
amendment-cleared = n’a plus lieu : { $rule }
delta-days-more = { $count ->
    [one] + { $count } jour
   *[other] + { $count } jours
}
delta-days-less = { $count ->
    [one] - { $count } jour
   *[other] - { $count } jours
}
delta-more = + { $value }
delta-less = - { $value }
far-more = +{ $value }
far-less = -{ $value }
figure-days = jours de présence
figure-hours = heures de présence
figure-legal = durée légale
figure-due = gratification due
figure-minimum = minimum légal
figure-offered = gratification prévue
table-field = Champ
table-before = Avant
table-after = Après
table-delta = Écart
document-state-expected = attendue
document-state-received = reçue
document-state-refused = refusée
document-state-expired = expirée
needed-for-nothing = rien ne l’attend
needed-for-submission = nécessaire au dépôt
needed-for-pedagogical = nécessaire à la validation pédagogique
needed-for-check = nécessaire au contrôle administratif
needed-for-administrative = nécessaire à la validation administrative
applies-all = tous les dossiers
applies-france = stages en France
applies-abroad = stages à l’étranger
applies-own-convention = conventions propres aux organismes
document-valid = valable jusqu’au { $day }
document-is = Cette pièce est
document-which = Cochez ce qu’il en est de la pièce.
document-path = Fichier à joindre (chemin)
document-reference = Référence, lieu de dépôt
document-until = Valable jusqu’au
document-reason = Motif du refus
document-help = Un fichier de cette machine (10 Mo au plus), ou la référence de l’original ; les deux peuvent rester vides.
document-help-own = Joignez le fichier, de cette machine, 10 Mo au plus ; la scolarité le regardera.
document-stands = Où elle en est
unread-empty = Ce fichier est vide.
unread-too-long = Ce fichier dépasse 10 Mo : réduisez-le, ou donnez sa référence.
unread-because = Fichier illisible ({ $why }) : vérifiez le chemin.
step-done = { $for ->
    [none] faite par { $by }, { $at }
   *[other] faite par { $by } pour { $for }, { $at }
}
step-waits = à faire
line-instructions = consignes du centre
line-history = historique
line-history-opens = Entrée l’ouvre
value-of = { $count } sur { $of }

# Ce qui est arrivé à un dossier, après le nom de quelqu’un
verb-create = a créé le dossier
verb-edit = a modifié le dossier
verb-document = a noté une pièce
verb-delete = a supprimé le brouillon
verb-note = a ajouté une note
verb-validate = a validé
verb-unvalidate = a retiré une validation
verb-return = a mis à corriger
verb-submit = a déposé
verb-cancel = a annulé la convention
verb-restore = est revenu sur son action
verb-hold = a changé la mise en attente
verb-pass = est passé outre un contrôle
verb-amend-create = a créé un avenant
verb-amend-edit = a modifié un avenant
verb-amend-delete = a supprimé un avenant en préparation
verb-amend-submit = a déposé un avenant
verb-amend-validate = a validé un avenant
verb-amend-unvalidate = a retiré la validation d’un avenant
verb-amend-return = a renvoyé un avenant
verb-amend-cancel = a annulé un avenant
verb-amend-restore = est revenu sur son action
verb-amend-pass = a laissé passer un avenant
verb-amend-sign = a noté la signature d’un avenant
verb-sign = a noté une signature
verb-host-merged = a réuni deux organismes d’accueil
verb-organisation-created = a ajouté l’organisme
verb-organisation-edited = a modifié l’organisme
verb-organisation-imported = a importé l’organisme
verb-organisation-approved = a approuvé l’organisme
verb-organisation-rejected = a refusé l’organisme
verb-organisation-retired = a mis l’organisme hors service
verb-organisation-restored = a remis l’organisme en service
verb-organisation-refreshed = a repris ce que dit le registre
verb-organisation-merged = a réuni un autre organisme à celui-ci
verb-organisation-merged-into = a réuni cet organisme à un autre
verb-organisation-parted = a séparé deux organismes réunis
verb-service-created = a ajouté un service
verb-service-edited = a modifié un service
verb-contact-created = a ajouté un contact
verb-contact-edited = a modifié un contact

# Actions, à faire
act-validate = Valider
act-validate-for = Valider au nom de { $name }
act-unvalidate = Retirer la validation
act-return = Mettre à corriger
act-submit = Déposer
act-cancel = Annuler la convention
act-restore = Revenir à l’état précédent
act-hold = Mettre en attente jusqu’au { $date }
act-hold-none = Reprendre
act-pass = Passer outre les contrôles bloquants
act-sign = Noter la signature de tous

# Actions, faites sur une convention ou plusieurs
act-validate-done = { $count ->
    [one] validée
   *[other] validées
}
act-unvalidate-done = { $count ->
    [one] remise en validation
   *[other] remises en validation
}
act-return-done = { $count ->
    [one] mise à corriger
   *[other] mises à corriger
}
act-submit-done = { $count ->
    [one] déposée
   *[other] déposées
}
act-cancel-done = { $count ->
    [one] annulée
   *[other] annulées
}
act-restore-done = { $count ->
    [one] rétablie
   *[other] rétablies
}
act-hold-done = { $count ->
    [one] mise en attente jusqu’au { $date }
   *[other] mises en attente jusqu’au { $date }
}
act-hold-none-done = { $count ->
    [one] reprise
   *[other] reprises
}
act-pass-done = { $count ->
    [one] admise malgré les contrôles
   *[other] admises malgré les contrôles
}
act-sign-done = { $count ->
    [one] signature notée
   *[other] signatures notées
}
amended-validate-done = { $count ->
    [one] validé
   *[other] validés
}
amended-unvalidate-done = { $count ->
    [one] remis à valider
   *[other] remis à valider
}
amended-return-done = { $count ->
    [one] renvoyé
   *[other] renvoyés
}
amended-submit-done = { $count ->
    [one] déposé
   *[other] déposés
}
amended-cancel-done = { $count ->
    [one] annulé
   *[other] annulés
}
amended-restore-done = { $count ->
    [one] rétabli
   *[other] rétablis
}
amended-hold-done = { $count ->
    [one] sans effet
   *[other] sans effet
}
amended-pass-done = { $count ->
    [one] laissé passer
   *[other] laissés passer
}
amended-sign-done = { $count ->
    [one] signé
   *[other] signés
}

# Contrôles : nom, article, phrase
rule-mandatory-content = contenu obligatoire
rule-own-convention = convention de l’organisme
rule-documents = pièces du dossier
rule-dates-order = ordre des dates
rule-dates-length = durée du stage
rule-dates-interruption = interruption
rule-end-of-year = fin d’année
rule-duration-max = durée dans l’année
rule-overlap = chevauchement
rule-gratification-due = gratification due
rule-gratification-min = gratification minimale
rule-gratification-public = organisme de droit public
rule-waiting-period = délai de carence
rule-host-quota = stagiaires de l’organisme
rule-host-closed = organisme fermé
rule-host-unchecked = organisme à vérifier
rule-tutor-quota = stagiaires du tuteur
rule-supervisor-quota = stagiaires de l’enseignant référent
rule-enrolment = inscription
rule-teaching-volume = volume d’enseignement
rule-signed-before-start = signature avant le début
rule-presence-limits = durées maximales de présence
rule-leave-clause = congés et absences
rule-purpose = objet du stage
rule-rupture = rupture anticipée
rule-abroad = stage à l’étranger
rule-after = fin du stage
rule-outside = hors champ
article-mandatory-content = D124-4
article-own-convention = D124-4
article-documents = réglage du centre
article-dates-order = D124-4
article-dates-length = L124-5
article-dates-interruption = D124-4
article-end-of-year = réglage du centre
article-duration-max = L124-5, D124-6
article-overlap = L124-14
article-gratification-due = L124-6
article-gratification-min = L124-6, D124-8
article-gratification-public = D124-8
article-waiting-period = L124-11
article-host-quota = L124-8, R124-10
article-host-closed = registre national
article-host-unchecked = registre des organismes
article-tutor-quota = L124-10, R124-13
article-supervisor-quota = L124-2, D124-3
article-enrolment = système d’information
article-teaching-volume = D124-2
article-signed-before-start = L124-1
article-presence-limits = L124-14
article-leave-clause = L124-13
article-purpose = L124-7
article-rupture = L124-15
article-abroad = L124-20
article-after = L124-4, D124-9
article-outside = L124-1
finding-mandatory-content = Il manque : { $fields }.
finding-own-convention = { $case ->
    [mentions] Convention de l’organisme : mentions non relevées : { $fields }.
    [unfavourable] Convention de l’organisme : l’avis juridique est défavorable.
    [reserved] Convention de l’organisme : l’avis juridique fait des réserves.
   *[unseen] Convention de l’organisme : l’avis juridique est attendu.
}
finding-documents = Pièce valable jusqu’au { $day } seulement, avant la fin du stage ({ $bound }) : { $documents }.
finding-dates-order = Fin le { $day }, avant le début le { $bound }.
finding-dates-length = Fin le { $day } : un stage finit avant le { $bound }, un an après son début.
finding-dates-interruption = Interruption du { $day } hors des dates du stage.
finding-end-of-year = Fin le { $day }, après l’année universitaire ({ $bound }).
finding-duration-max = { $others ->
    [none] { $hours } h de présence, pour un plafond de { $limit } h (six mois) par organisme et par année.
   *[other] { $hours } h de présence, dont { $others } h ailleurs que dans ce dossier, pour un plafond de { $limit } h (six mois) par organisme et par année.
}
finding-overlap = { $case ->
    [within] Présent aussi dans un autre stage, du { $day } au { $bound }.
    [week] { $hours } h avec un autre stage, la semaine du { $day }, au plus { $limit } h par semaine.
   *[day] { $hours } h avec un autre stage, le { $day }, au plus { $limit } h par jour.
}
finding-gratification-due = { $case ->
    [abroad] { $hours } h de présence : en France une gratification serait due au-dessus de { $limit } h ; ici vaut le droit du pays.
   *[france] { $hours } h de présence, plus de { $limit } h : une gratification est due, d’au moins { $amount }.
}
finding-gratification-min = { $case ->
    [year] { $amount } prévus, moins que le minimum au taux de chaque année civile : { $minimum }.
   *[signature] { $amount } prévus, moins que le minimum au taux du jour de la signature : { $minimum }.
}
finding-gratification-public = { $amount } prévus : un organisme de droit public verse exactement le taux légal, soit { $minimum }.
finding-waiting-period = { $case ->
    [tutor] Un stage du même service, avec le même tuteur, a fini le { $day } : le suivant commence au plus tôt le { $bound }.
   *[service] Un stage du même service a fini le { $day } : sur le même poste, le suivant commence au plus tôt le { $bound }.
}
finding-host-quota = { $case ->
    [between] Au moins { $count ->
        [one] { $count } stagiaire
       *[other] { $count } stagiaires
    } dans l’organisme une même semaine, pour un plafond compris entre { $low } et { $high }.
    [at-least] Au moins { $count ->
        [one] { $count } stagiaire
       *[other] { $count } stagiaires
    } dans l’organisme une même semaine, pour un plafond d’au moins { $low }.
   *[exactly] Au moins { $count ->
        [one] { $count } stagiaire
       *[other] { $count } stagiaires
    } dans l’organisme une même semaine, pour un plafond de { $low }.
}
finding-host-closed = { $case ->
    [since] L’organisme est fermé depuis le { $day } selon le registre : vérifiez où se fait le stage.
   *[unknown] L’organisme est fermé selon le registre : vérifiez où se fait le stage.
}
finding-host-unchecked = { $case ->
    [retired] L’organisme est hors service : choisissez-en un autre, ou remettez celui-ci en service.
   *[to-moderate] L’organisme attend d’être modéré : vérifiez qui il est avant de valider.
}
finding-tutor-quota = Le premier jour, le tuteur l’est déjà dans { $count ->
    [one] { $count } convention
   *[other] { $count } conventions
} en cours, au plus { $limit }.
finding-supervisor-quota = L’enseignant référent suit jusqu’à { $count ->
    [one] { $count } stagiaire
   *[other] { $count } stagiaires
} à la fois, au plus { $limit }.
finding-enrolment = { $case ->
    [by-hand] L’inscription a été saisie à la main, aucune source ne l’a confirmée.
    [none] Aucune inscription n’est connue cette année-là : vérifiez auprès de la scolarité.
    [cancelled] L’inscription est annulée : vérifiez auprès de la scolarité.
   *[otherwise] L’étudiant est inscrit dans une autre étape ({ $etapes }) : vérifiez celle du dossier.
}
finding-teaching-volume = { $case ->
    [on-site] { $hours } h d’enseignement en présence de l’étudiant, au moins { $limit } h dans l’année.
   *[total] { $hours } h d’enseignement, au moins { $limit } h dans l’année.
}
finding-signed-before-start = { $case ->
    [begun] Le stage a commencé le { $day }, et la convention n’est pas signée par tous.
   *[soon] Le stage commence le { $day }, et la convention n’est pas signée par tous.
}
finding-presence-limits = { $case ->
    [minor-day] { $hours } h le { $day }, au plus, pour un mineur, { $limit } h par jour.
    [minor-week] { $hours } h la semaine du { $day }, au plus, pour un mineur, { $limit } h par semaine.
    [week] { $hours } h la semaine du { $day }, au plus { $limit } h par semaine.
   *[day] { $hours } h le { $day }, au plus { $limit } h par jour.
}
finding-leave-clause = { $hours } h de présence, plus de deux mois ({ $limit } h) : la convention prévoit des congés et des autorisations d’absence.
finding-purpose = À confirmer par la validation pédagogique : ni tâche régulière d’un poste, ni remplacement, ni surcroît d’activité, ni emploi saisonnier.
finding-rupture = Rupture anticipée : il manque { $fields }.
finding-abroad = { $case ->
    [orange] À l’étranger, dans un pays déconseillé sauf raison impérative : il manque { $fields }.
    [red] À l’étranger, dans un pays formellement déconseillé : il manque { $fields }.
   *[none] À l’étranger : il manque { $fields }.
}
finding-after = { $amount ->
    [none] Stage fini le { $day } : l’étudiant l’évalue, et l’organisme atteste sa durée ({ $hours } h).
   *[other] Stage fini le { $day } : l’étudiant l’évalue, et l’organisme atteste sa durée ({ $hours } h) et la gratification versée ({ $amount }).
}
finding-outside = { $case ->
    [template] Hors champ L124-1 : ce type de convention est celui des stages d’étudiants.
   *[scope] Hors champ L124-1 : les règles des stages ne s’appliquent pas.
}

# Calendriers et jours fériés
calendar-metropolitan = France métropolitaine
calendar-alsace-moselle = Alsace-Moselle
calendar-guadeloupe = Guadeloupe
calendar-martinique = Martinique
calendar-guyane = Guyane
calendar-reunion = La Réunion
calendar-mayotte = Mayotte
calendar-saint-barthelemy = Saint-Barthélemy
calendar-saint-martin = Saint-Martin
calendar-saint-pierre-et-miquelon = Saint-Pierre-et-Miquelon
calendar-wallis-et-futuna = Wallis-et-Futuna
calendar-polynesie = Polynésie française
calendar-nouvelle-caledonie = Nouvelle-Calédonie
calendar-none = aucun jour férié
feast-new-year = jour de l’an
feast-gospel = arrivée de l’Évangile
feast-good-friday = Vendredi saint
feast-easter-monday = lundi de Pâques
feast-chanel = saint Pierre Chanel
feast-labour = fête du Travail
feast-victory = victoire de 1945
feast-ascension = Ascension
feast-whit-monday = lundi de Pentecôte
feast-abolition = abolition de l’esclavage
feast-autonomy = fête de l’autonomie
feast-national = fête nationale
feast-schoelcher = fête de Victor Schœlcher
feast-territory = fête du Territoire
feast-assumption = Assomption
feast-citizenship = fête de la citoyenneté
feast-all-saints = Toussaint
feast-armistice = armistice de 1918
feast-matarii = Matari’i
feast-christmas = Noël
feast-saint-stephen = saint Étienne

# Durées et gratification calculées
duration-months = { $count } mois
duration-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
duration-hours = { $hours } h
duration-nothing = 0 jour
explain-span = du { $from } au { $to }
explain-rest = jours sans présence prévue
explain-holiday = { $day }, { $feast }
explain-worked-holiday = { $day }, { $feast } : travaillé
explain-interruption = interruption du { $from } au { $to }
explain-absence = absence autorisée du { $from } au { $to }, non gratifiée
explain-override = total saisi à la main

# Pourquoi la base refuse
refusal-unknown = Refusé par la base de données, code { $code } (n° { $id }) : transmettez ce code à l’administrateur.
refusal-GU001 = Convention n° { $id } introuvable, ou hors de votre périmètre.
refusal-GU002 = Il vous manque le droit « { $right } » sur { $function } (n° { $id }) : demandez à { $grantors }.
refusal-GU003 = Dossier n° { $id } changé entre-temps : { $by } { $verb } ({ $at }). Relisez-le (:recharger).
refusal-GU004 = La convention n° { $id } est « { $state } » : cette action ne s’y applique pas.
refusal-GU004-nothing = Rien à faire ici pour la convention n° { $id } : cette action ne s’y applique pas.
refusal-GU004-amendment = L’avenant est « { $amendment } » (n° { $id }) : cette action ne s’y applique pas.
refusal-GU005 = { $code ->
    [check] Contrôle administratif manquant (n° { $id }).
   *[other] { $step } manquante (n° { $id }).
}
refusal-GU006 = Déjà faite par { $by } le { $at } : { $step } (n° { $id }).
refusal-GU006-nobody = Déjà faite : { $step } (n° { $id }).
refusal-GU007 = Défaites d’abord l’étape suivante : { $step } (n° { $id }).
refusal-GU008 = Le circuit du centre n’a pas cette étape : { $step } (n° { $id }).
refusal-GU009 = La validation pédagogique revient à { $supervisor } ; enregistrez-la en son nom avec son accord (n° { $id }).
refusal-GU009-nobody = La validation pédagogique revient à l’enseignant référent, qui n’est pas désigné : désignez-le (n° { $id }).
refusal-GU010 = Contrôles à refaire sur le contenu actuel : rouvrez le dossier n° { $id }.
refusal-GU011 = Contrôle bloquant : { $rules } (n° { $id }). Mettez à corriger, ou faites passer outre par un responsable.
refusal-GU012 = Un motif est nécessaire (n° { $id }).
refusal-GU013 = Enseignant référent manquant (n° { $id }) : désignez-le avant la dernière validation.
refusal-GU014 = Cette étape revient au centre de gestion : { $step } (n° { $id }).
refusal-GU015 = Le dossier n° { $id } ne se modifie plus : passez par un avenant.
refusal-GU016 = Valeur refusée : { $field } (n° { $id }). Corrigez-la.
refusal-GU016-some = Valeur refusée par la base (n° { $id }). Corrigez-la.
refusal-GU018 = Dossier incomplet (n° { $id }), il manque : { $missing }.
refusal-GU020 = Stage n° { $id } commencé le { $start } : il ne s’annule plus, faites une rupture anticipée.
refusal-GU021 = Déjà envoyée à la signature (n° { $id }) : seul un avenant peut la changer.
refusal-GU022 = Rien de votre fait à rétablir (n° { $id }) : le dossier a changé depuis.
refusal-GU023 = Action inconnue de la base (n° { $id }) : mettez Guichet à jour.
refusal-GU031 = Aucun centre n’a en charge l’étape { $etape } : rattachez-la, ou sa composante, à un centre (critères de gestion).
refusal-GU033 = Entrée retirée de la liste : { $field } (n° { $id }). Choisissez-en une autre.
refusal-GU034 = Le centre, ou l’établissement, ne le permet pas aux étudiants : adressez-vous à la scolarité.
refusal-GU035 = Cette inscription est d’une année pour laquelle le centre ne crée plus de convention.
refusal-GU037 = Texte confidentiel (n° { $id }) : seuls son centre, son référent et l’étudiant l’écrivent.
refusal-GU038 = Il manque une pièce (n° { $id }) : { $documents }.
refusal-GU039 = Cette pièce n’est pas demandée pour le dossier n° { $id }.
refusal-GU042 = Début le { $start } : un étudiant dépose un stage qui commence entre demain et le { $until }. Adressez-vous à la scolarité.
refusal-GU044 = Aucun organisme en service n’a ce SIRET : ajoutez-le d’abord, ou créez sa convention à part.
refusal-GU045 = Joignez le fichier de la pièce (n° { $id }) : la scolarité note celles qui lui viennent autrement.
refusal-GU046 = Ne se change pas par avenant : { $field } (n° { $id }). Un autre organisme demande une nouvelle convention.
refusal-GU048 = L’avenant n° { $amendments } de la convention n° { $id } est déjà en cours : terminez-le, ou annulez-le.
refusal-GU049 = Avenant incomplet (n° { $id }), il manque : { $missing }.
refusal-GU050 = { $kind ->
    [reversed] La fin ({ $end }) précède le début ({ $start }) : n° { $id }.
    [too_long] Du { $start } au { $end }, il y a plus d’un an : n° { $id }.
    [rupture] La rupture ({ $from }) précède le début ({ $start }) : n° { $id }.
    [effective] { $motive } : prise d’effet le { $from }, après la fin ({ $end }) : n° { $id }.
   *[other] { $field } du { $from } au { $until }, hors du stage ({ $start } - { $end }) : n° { $id }.
}
refusal-GU051 = L’avenant n° { $amendments } porte sur la même chose ou en dépend (n° { $id }) : commencez par lui.
refusal-GU052 = Daté après la fin du stage ({ $end }) : seul un responsable le laisse passer, avec un motif (n° { $id }).
refusal-GU032 = Déjà là : { $name } (n° { $number }) a ce SIRET, cet UAI, ou ce nom au même endroit, lui ou un organisme qui lui est fusionné.
refusal-GU053 = { $count ->
    [one] Un dossier en cours le nomme
   *[other] { $count } dossiers en cours le nomment
} : rattachez-les d’abord à un autre organisme (fusion).
refusal-GU054 = Cet organisme a été fusionné dans { $name } : c’est lui qu’il faut ouvrir.
refusal-GU055 = Tenu par le centre { $centre } : lui seul le modifie.
refusal-GU066 = { $name } est hors service : choisissez un autre organisme, ou remettez celui-ci en service.
refusal-GU067 = { $count ->
    [one] Le dossier n° { $number } tient
   *[other] { $count } dossiers (n° { $number } d’abord) tiennent
} des deux organismes par un service, un tuteur ou un signataire : donnez-leur ceux d’un seul, puis défaites la fusion.
refusal-GU056 = L’étape { $etape } n’est pas connue ici : vérifiez son code, ou attendez que la source la dise.
refusal-GU057 = Manque, ou n’a pas de sens : { $field }.
refusal-GU059 = Ce numéro est celui d’un étudiant qui porte un autre nom : vérifiez-le.
refusal-GU070 = L’avenant n° { $amendments } repose sur cette validation (n° { $id }) : annulez-le d’abord, ou dévalidez-le puis annulez-le.
refusal-GU058 = Quelqu’un vient de changer ce que l’on sait de l’étudiant : relisez, puis reprenez.
refusal-GU036 = Plusieurs inscriptions, aucune dans l’étape du modèle : créez sa convention à part.
right-read = consulter
right-create = créer
right-modify = modifier
right-delete = supprimer
right-validate = valider

# Les mêmes, pour compter
refused-unknown = refusées par la base
refused-GU001 = introuvables
refused-GU002 = droit manquant
refused-GU003 = changées entre-temps
refused-GU004 = dans un état qui ne s’y prête pas
refused-GU005 = étape précédente manquante
refused-GU006 = étape déjà faite
refused-GU007 = étape suivante faite
refused-GU008 = étape hors du circuit
refused-GU009 = réservées à l’enseignant référent
refused-GU010 = contrôles à refaire
refused-GU011 = contrôle bloquant
refused-GU012 = motif manquant
refused-GU013 = enseignant référent manquant
refused-GU014 = réservées au centre de gestion
refused-GU015 = non modifiables
refused-GU016 = valeur refusée
refused-GU018 = dossier incomplet
refused-GU020 = stage commencé
refused-GU021 = envoyées à la signature
refused-GU022 = rien à rétablir
refused-GU023 = action inconnue de la base
refused-GU031 = sans centre en charge
refused-GU033 = entrée retirée de la liste
refused-GU034 = fermé aux étudiants
refused-GU035 = année close
refused-GU037 = textes confidentiels
refused-GU038 = pièce manquante
refused-GU039 = pièce non demandée
refused-GU042 = début hors des dates permises aux étudiants
refused-GU044 = organisme inconnu
refused-GU045 = pièce sans fichier
refused-GU046 = ne se change pas par avenant
refused-GU048 = un avenant est déjà en cours
refused-GU049 = avenant incomplet
refused-GU050 = dates incohérentes
refused-GU051 = un autre avenant vient avant
refused-GU070 = un avenant repose dessus
refused-GU052 = daté après la fin
refused-GU032 = déjà là
refused-GU053 = des dossiers le nomment
refused-GU054 = fusionné dans un autre
refused-GU055 = tenu par un autre centre
refused-GU066 = organisme hors service
refused-GU067 = des dossiers tiennent des deux organismes
refused-GU056 = étape inconnue
refused-GU057 = un champ manque
refused-GU059 = numéro d’un autre étudiant
refused-GU058 = l’étudiant vient de changer
refused-GU036 = plusieurs inscriptions

# Ce que le bureau dit
said-done-one = n° { $id } : { $act }
said-done-amendment = n° { $id }, avenant : { $act }
said-done-many = { $what } : { $act }
said-undone-one = n° { $id } : action défaite
said-undone-many = { $count ->
    [one] { $count } convention
   *[other] { $count } conventions
} : action défaite
said-undone-amendments = { $count ->
    [one] { $count } avenant
   *[other] { $count } avenants
} : action défaite
said-nothing-to-undo = Rien à défaire dans cette session.
said-undo-skips = Cela ne se défait pas : { $act }. C’est l’action d’avant qui serait défaite.
said-cannot-undo = Cette action ne se défait pas : { $act }.
said-link-back = Connexion rétablie.
said-no-link = La base de données ne répond pas : rien n’a été fait.
said-copied = { $count ->
    [one] { $count } caractère copié
   *[other] { $count } caractères copiés
}
said-copied-doubtful = Si tmux ou screen ne laisse pas passer la copie, z montre le volet en texte pour la souris.
said-copy-too-long = Trop long pour le presse-papiers du terminal : rien n’a été copié.
said-nothing-to-copy = Rien à copier ici.
said-file-not-found = Convention n° { $id } introuvable, ou hors de votre périmètre.
said-amendment-not-found = { $number ->
    [none] La convention n° { $id } n’a pas d’avenant que vous puissiez lire.
   *[other] La convention n° { $id } n’a pas d’avenant n° { $number } que vous puissiez lire.
}
said-no-amendment = La convention n° { $id } n’a pas d’avenant.
said-amendment-created = Avenant créé pour la convention n° { $id } : écrivez ce qu’il change.
said-no-more-changes = Plus de changement par là.
said-exported = Écrit dans { $path }.
said-export-exists = { $path } existe déjà : choisissez un autre nom.
said-export-failed = { $path } ne peut pas être écrit : { $why }.
said-host-first = Choisissez d’abord l’organisme d’accueil.
said-service-first = Choisissez d’abord le service d’accueil.
said-nothing-missing = Il ne manque rien : le dossier peut être déposé.
said-no-days = Donnez d’abord le début et la fin.
said-cleared = Vidés avec ce changement : { $fields }.
said-created = Brouillon n° { $id } créé.
said-deleted = Brouillon n° { $id } supprimé.
draft-will-go = Le brouillon de { $student } sera supprimé. Son historique reste.
said-bulk-running = Un traitement est en cours : attendez sa fin, ou arrêtez-le.
said-bulk-stopped = Arrêté : { $done ->
    [one] { $done } faite
   *[other] { $done } faites
}, { $left ->
    [one] { $left } laissée
   *[other] { $left } laissées
}.
said-bulk-ended = { $done ->
    [one] { $done } faite
   *[other] { $done } faites
}, { $refused ->
    [one] { $refused } refusée
   *[other] { $refused } refusées
}.
said-report-kept = Le compte rendu vous attend dans les travaux (:travaux).
said-not-kept = La session ne peut pas être gardée dans { $folder } ({ $why }) : faites-y de la place ou corrigez les droits, sinon une coupure perdrait ce qui n’est pas envoyé.
kept-newer = { $path } vient d’un Guichet plus récent : mettez Guichet à jour pour le reprendre.
kept-damaged = Ce que le dernier bureau gardait est illisible ; le fichier est mis de côté : { $path }.
said-text-kept = Votre texte est gardé : rouvrez le formulaire pour le retrouver.
said-none-accepted = Aucun dossier n’accepte cette action.
said-marked-all = { $count ->
    [one] { $count } ligne marquée.
   *[other] { $count } lignes marquées.
}
said-marked-loaded = { $count ->
    [one] { $count } ligne lue marquée ; la liste continue au-delà.
   *[other] { $count } lignes lues marquées ; la liste continue au-delà.
}
said-filter-cleared = Filtre retiré.
said-noted = n° { $id } : note ajoutée
said-claimed = n° { $id } : vous l’avez pris jusqu’à { $until }
said-released = n° { $id } : rendu aux autres
said-claimed-by = { $by } traite le dossier n° { $id } jusqu’à { $until }.
said-theme = Thème : { $name }
said-keymap = Touches : { $name }
said-view-saved = Vue « { $name } » enregistrée.
said-view-replaced = Vue « { $name } » enregistrée à la place de l’ancienne.
said-view-removed = Vue « { $name } » supprimée (/{ $filter }).
said-view-shared = Vue « { $name } » partagée avec le centre { $centre }.
said-view-unshared = Vue « { $name } » : elle n’est plus partagée.
said-no-view = Aucune vue à vous ne s’appelle « { $name } ».
said-view-name = « { $name } » ne convient pas comme nom de vue : au plus 60 signes, et pas un mot de commande.
said-view-centre = Donnez la vue, puis le code du centre : par exemple Urgences SCI.
said-no-key = Rien sur { $keys } ici ; { $help } donne les touches.
said-no-key-here = Rien sur { $keys } ici.
said-quit-running = Un traitement est en cours : arrêtez-le avant de quitter.
said-reason-empty = Écrivez un motif.
said-reasons-empty = Cochez au moins un motif, ou écrivez-en un.
said-note-empty = Écrivez la note.
said-day-bad = Donnez un jour : 01/03/2026, 2026-03-01, 15j.
said-date-bad = Donnez un jour, par exemple 01/03/2026, ou rien pour lever l’attente.
said-date-past = Ce jour est passé : donnez-en un à venir.
said-undo-reason = Défait par son auteur dans la même session.

# Le bureau
screen-too-small = Fenêtre trop petite : il faut { $columns } colonnes et { $rows } lignes.
pane-queues = À traiter
views-mine = Mes vues
views-shared = Vues partagées
pane-file = Dossier
pane-writing = Écriture
writing-results = Calculs et contrôles
writing-unsent = Texte tapé et pas encore enregistré. Le dossier dit : « { $value } ». Pour y renoncer, effacez tout, puis Échap.
writing-changed-meanwhile = Ce champ a changé pendant que vous écriviez. Entrée garde votre texte, Échap le met de côté.
writing-not-taken-back = Rien n’a été repris : quelqu’un a écrit depuis.
writing-hidden = Ce texte est confidentiel : seuls son centre, son référent et l’étudiant l’écrivent.
writing-for-staff = C’est à la scolarité de le dire.
writing-other-file = Ceci est du dossier n° { $id }, qui n’est plus ouvert : rouvrez-le.
writing-has-unsent = texte non enregistré : Entrée le rouvre
writing-theirs = { $field }, entre-temps : « { $value } ».
writing-host-refused = { $field } : valeur refusée, ou manquante.
writing-help-periods = Des périodes : 27/07/2026..14/08/2026 ; un jour seul : 24/12/2026. Un point-virgule les sépare ; les flèches changent le dernier jour.
writing-help-days = Des jours : 14/07/2026 ; 15/08/2026. Les flèches changent le dernier.
writing-help-weeks = Les heures de chaque jour, du lundi au dimanche : 7 7 7 7 3,5 0 0. À partir d’un autre jour : 01/06/2026=7 7 7 7 7 0 0. Un point-virgule les sépare.
writing-help-irregular = Des jours et les heures de chacun : 01/06/2026..05/06/2026=3,5. Un point-virgule les sépare.
writing-help-day = Un jour : 02/03/2026. Flèches : une semaine ; pages : un mois ; tabulation : un jour.
writing-help-hours = Des heures : 35, 35,5 ou 35h30.
writing-help-total = Rien : le total que font les jours. Un autre total prend sa place, et se voit.
writing-help-amount = Un montant : 4,50, ou 600/mois.
writing-help-service = Sans adresse, le service est à celle de l’organisme.
section-student = Étudiant et formation
section-host = Organisme d’accueil, tuteur, signataire
section-internship = Stage
section-calendar = Dates et heures
section-gratification = Gratification
section-supervision = Encadrement
section-own = Convention propre à l’organisme
section-rupture = Rupture anticipée
section-motives = Motifs, dates d’effet et commentaires
section-documents = Consignes et pièces
section-validation = Validation et historique
section-missing = { $count ->
    [one] { $count } champ manquant
   *[other] { $count } champs manquants
}
section-missing-documents = { $count ->
    [one] { $count } pièce manquante
   *[other] { $count } pièces manquantes
}
count-many = { $count }+
link-connecting = connexion…
link-down = !! base injoignable depuis { $elapsed }
news-new = { $count ->
    [one] { $count } nouvelle
   *[other] { $count } nouvelles
}
news-changed = { $count ->
    [one] { $count } changée
   *[other] { $count } changées
}
news-gone = { $count ->
    [one] { $count } partie
   *[other] { $count } parties
}
role-adm = administrateur
role-consultation = consultation
role-ens = enseignant
role-etu = étudiant
role-ges = gestionnaire
role-resp-ges = responsable gestionnaire
role-resp-peda = responsable pédagogique
conventions = { $count ->
    [one] { $count } convention
   *[other] { $count } conventions
}
amendments-count = { $count ->
    [one] { $count } avenant
   *[other] { $count } avenants
}

# La liste
column-number = N°
column-student = Étudiant
column-student-number = N° étudiant
column-organisation = Organisme
column-etape = Étape
column-town = Ville
column-start = Début
column-effective = Effet
column-changes = Ce qui change
column-motive = Motif
column-end = Fin
column-supervisor = Référent
column-centre = Centre
column-state = État
column-signature = Signature
column-hours = Heures
column-since = Depuis
column-signs = !!
list-range = plage en cours
list-loading = lecture…
list-at-least = { $count }+
list-connecting = Connexion à la base de données…
list-reading = Lecture de la file…
list-no-match = Aucun dossier ne répond au filtre.
list-no-match-key = Aucun dossier ne répond au filtre. { $key } le retire.
list-empty = Rien dans cette file.

# Le dossier
file-reading = Lecture du dossier…
file-none = Aucun dossier sous le curseur.
file-archived = archivée
file-since = depuis { $elapsed }
file-claimed = { $by } traite ce dossier
file-held = En attente jusqu’au { $date }
label-blocked-by = Bloquée par :
blocked-author = l’auteur, qui doit la déposer
blocked-nobody = enseignant référent non désigné
blocked-person = { $name } ({ $step })
blocked-findings = { $count ->
    [one] { $count } contrôle bloquant
   *[other] { $count } contrôles bloquants
}
blocked-signers = signature : { $names }
heading-findings = Contrôles
findings-unchecked = Pas encore contrôlé sur ce contenu.
findings-none = Aucun constat.
finding-passed = passé outre par { $by } : { $why }
heading-corrected = Corrigée après retour
heading-returned = À corriger
returned-by = { $at } · { $by }
heading-steps = Validations
heading-documents = Pièces
heading-amendments = Avenants
step-on-behalf = pour { $name }
heading-dates = Dates et heures
value-hours = { $hours } h
value-typed = (saisi)
value-missing = !! manque
label-weekly = semaine
label-total = total
label-interruption = interruption
heading-host = Organisme d’accueil
label-name = nom
label-siret = SIRET
label-kind = nature
label-service = service
host-public = droit public
heading-people = Encadrement
label-supervisor = référent
label-tutor = tuteur
heading-signatures = Signatures
heading-notes = Notes internes
heading-texts = Stage
texts-masked = Confidentiel : sujet, activités et compétences masqués.
texts-confidential = Confidentiel : à ne pas diffuser.
heading-student = Étudiant et formation
label-mail = courriel
label-composante = composante
label-year = année
label-type = type
label-teaching = enseignement

# Le bas de l’écran
bulk-progress = { $done } / { $total }
bulk-stop = { $key } arrête
bulk-stopping = arrêt demandé…
jobs-title = Travaux de la session
jobs-none = Aucun traitement dans cette session.
jobs-marking = Tout marquer
jobs-done = { $count ->
    [one] { $count } faite
   *[other] { $count } faites
}
jobs-refused = { $count ->
    [one] { $count } refusée
   *[other] { $count } refusées
}
jobs-left = { $count ->
    [one] { $count } laissée
   *[other] { $count } laissées
}

# Les fenêtres
confirm-undo = Défaire : { $act }
confirm-reason = Motif : { $reason }
confirm-decided = Décision du { $date }, { $means }.
confirm-signed = Signé par tous le { $date }, { $means }.
decided-by-mail = reçue par courriel
decided-on-paper = reçue sur papier
confirm-step = { $step }.
confirm-last-step = { $step }, dernière étape : la convention sera validée.
confirm-last-step-amendment = { $step }, dernière étape : l’avenant sera validé.
confirm-checking = Vérification en cours…
confirm-eager = Confirmé : la base répond…
confirm-ready = Rien ne s’y oppose.
confirm-ready-warned = Rien de bloquant : à vous d’en juger.
confirm-will = { $what } { $count ->
    [one] sera
   *[other] seront
} { $act }.
confirm-warned = { $count ->
    [one] { $count } avec un avertissement, à inclure aussi
   *[other] { $count } avec un avertissement, à inclure aussi
}
confirm-refused = { $count ->
    [one] { $count } refusée :
   *[other] { $count } refusées :
}
and-more = … et { $count ->
    [one] { $count } autre
   *[other] { $count } autres
}.
form-hold = Mettre en attente
form-reason = motif
form-note = Note interne
form-return-help = Cochez les motifs, complétez en clair si besoin. L’auteur les reçoit ; les validations faites tombent.
form-unvalidate-help = La dernière étape validée, ou l’avenant, est de nouveau à valider. Le motif reste dans l’historique.
form-cancel-help = La convention elle-même est annulée. Le motif reste dans son historique.
form-pass-help = Le dossier passera malgré ses contrôles bloquants. Le motif reste sur le dossier et il est compté.
form-hold-help = Le dossier est écarté jusqu’à ce jour : 01/03/2026, 15j. Rien : l’attente est levée.
form-on-behalf-title = Valider au nom de l’enseignant · { $whom }
form-on-behalf-help = La validation pédagogique de quelqu’un d’autre : l’historique garde qui l’a prise, comment elle est venue, et qui l’enregistre.
form-on-behalf-name = au nom de
form-on-behalf-means = décision
form-on-behalf-date = prise le
form-on-behalf-nobody = Il manque le nom de qui a décidé.
form-on-behalf-date-bad = Le jour de la décision : 02/03/2026, au plus tard aujourd’hui.
form-note-help = Seul le service la voit ; elle n’est jamais imprimée.
form-return-label = En clair :{" "}
form-reason-label = Motif :{" "}
form-hold-label = Jusqu’au :{" "}
form-note-label = Note :{" "}
box-begun = Ce que vous aviez commencé est revenu.
address-guessed = (peut-être)
resume-title = Reprendre la session de { $at } ?
resume-title-day = Reprendre la session du { $at } ?
resume-file = n° { $id }
resume-unsent = Non envoyé : { $form }
resume-text = {" "}« { $text } »
resume-line = En cours de saisie : « { $text } »
resume-kept = Si vous repartez à neuf, ces textes restent dans leurs formulaires.
resume-yes = reprendre
resume-no = repartir à neuf
resume-forget = tout oublier
picker-actions = Actions et touches
picker-files = Rechercher un dossier
picker-no-action = Aucune action ne correspond.
picker-no-file = Aucun dossier ne correspond.
picker-searching = Recherche…
picker-files-help = Numéro de convention ou d’étudiant, nom, SIRET.
pick-student = Pour quel étudiant ?
pick-student-help = Numéro d’étudiant, INE ou nom.
pick-enrolment = Pour quelle inscription ?
pick-value = Choisir
pick-line = Aller à quelle ligne ?
pick-nothing = Rien ne correspond.
pick-new-host = Nouvel organisme d’accueil
pick-new-service = Nouveau service d’accueil
pick-new-contact = Nouvelle personne
pick-new-student = Autre étudiant, à saisir
pick-new-enrolment = Autre inscription, à saisir
pick-new-enrolment-detail = si aucune inscription ouverte ne convient
sources-asked = sources interrogées…
source-silent = { $source } : { $why }
heading-sources = Sources
sources-told = { $sources }, { $ago }
sources-told-by = { $sources }, { $ago } (demandé par { $by })
sources-unknown = Aucune source ne connaît cet étudiant.
origin-other = { $source } : { $value }
ago-now = à l’instant
ago-minutes = { $count ->
    [0] à l’instant
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
ago-hours = { $count ->
    [0] à l’instant
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
ago-days = { $count ->
    [0] à l’instant
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}
said-filled = Rempli d’après { $source } : { $fields }.
said-student-refreshed = L’étudiant est à jour.
compare-amendment = Un avenant ne change pas l’étudiant : ouvrez le dossier lui-même.
compare-asking = Les sources sont interrogées…
compare-nothing-told = Aucune source ne dit rien de cet étudiant.
compare-same = Les sources disent la même chose que le dossier.
compare-same-so-far = Rien d’autre dans ce qui a été dit.
compare-line = { $field } : { $held } -> { $told } ({ $source })
compare-told = Dit le { $at }. Espace coche ce qui est à reprendre.
compare-changed = Quelqu’un vient d’écrire ici : voyez ce qui diffère, puis confirmez.
compare-later = Les sources ont répondu : r montre ce qui diffère.
compare-fields = Reprendre
compare-none-ticked = Cochez au moins un champ (Espace), ou quittez avec Échap.
hand-title = Étudiant saisi à la main
hand-told = Le dossier le signalera jusqu’à ce qu’une source confirme l’inscription.
hand-wrong = { $field } : à remplir, ou à corriger.
pick-other-element = Autre élément, à saisir
group-title = Créer pour un groupe
group-told = Un brouillon pour chaque étudiant, sur le modèle du dossier n° { $id }. Un numéro d’étudiant par ligne, suivi s’il le faut du SIRET de son propre organisme ; un sujet propre après un point-virgule.
group-students = Étudiants
group-nobody = Écrivez au moins un numéro d’étudiant.
group-crowd = Au plus { $most } étudiants à la fois.
group-progress = { $done } sur { $total }… Échap arrête ; ce qui est fait reste.
group-done = { $done ->
    [one] { $done } brouillon créé sur { $total }.
   *[other] { $done } brouillons créés sur { $total }.
}
group-made = { $number } : brouillon n° { $id }
group-refused = { $number } : { $why }
group-unknown = aucune inscription ouverte dans vos centres
pick-enrolment-line = { $year } { $code } { $label } ({ $regime })
enrolment-placed = { $drafts ->
    [0] { $centre }, { $by }
    [one] { $centre }, { $by } ; { $drafts } brouillon
   *[other] { $centre }, { $by } ; { $drafts } brouillons
}
enrolment-unplaced = aucun centre n’en a la charge
placed-by-etape = par son étape
placed-by-composante = par sa composante
placed-by-establishment = centre de l’établissement
reader-on-day = Au { $date }
reader-history = Historique
reader-changes = Changements depuis le retour
reader-journal = Journal de la session
reader-months = Gratification minimale, mois par mois
reader-days = Jours et heures
reader-report = Compte rendu : { $act }
reader-loading = Lecture…
reader-no-change = Rien n’a changé depuis le retour.
reader-no-history = Aucun historique.
reader-no-journal = Rien n’a encore été dit.
report-warned = { $count ->
    [one] { $count } avec un avertissement, non incluse
   *[other] { $count } avec un avertissement, non incluses
}
report-left = { $count ->
    [one] { $count } laissée de côté à l’arrêt
   *[other] { $count } laissées de côté à l’arrêt
}
change-label = { $field } :

# La vue linéaire, lue ligne à ligne
linear-welcome = Guichet, vue linéaire. Tapez une ligne, puis Entrée : { $help } donne les actions, { $quit } quitte.
linear-waiting = Lecture en cours…
linear-here = en cours
linear-choose-queue = Un numéro ouvre la file.
linear-at-least = plus de { $count }
linear-files = { $count ->
    [one] { $count } dossier
   *[other] { $count } dossiers
}
linear-files-at-least = { $count ->
    [one] plus de { $count } dossier
   *[other] plus de { $count } dossiers
}
linear-amendments-at-least = { $count ->
    [one] plus de { $count } avenant
   *[other] plus de { $count } avenants
}
linear-at-top = C’est la première ligne.
linear-at-bottom = C’est la dernière ligne.
linear-lang = L’écran est en français.
linear-range-begun = Plage commencée : descendez ou montez, puis terminez-la.
linear-filter = filtre « { $filter } »
linear-sorted-up = par { $column }, croissant
linear-sorted-down = par { $column }, décroissant
linear-place = { $place } sur { $total }
linear-number = n° { $id }
linear-starts = débute le { $date }
linear-started = a débuté le { $date }
linear-no-start = sans date de début
linear-amendment = avenant n° { $number }
linear-takes-effect = effet le { $date }
linear-took-effect = effet passé, le { $date }
linear-crosses = franchit { $hours } heures
linear-abroad = à l’étranger
linear-pays = touche à la gratification
linear-cleared = { $count ->
    [one] { $count } constat levé
   *[other] { $count } constats levés
}
linear-warnings = { $count } à vérifier
linear-unchecked = pas encore contrôlé
linear-mine = pris par vous
linear-theirs = pris par quelqu’un d’autre
linear-changed = changé entre-temps
linear-gone = parti de cette file
linear-held = en attente jusqu’au { $date }
linear-marked = marqué
linear-marks = { $count ->
    [0] Plus aucune marque.
    [one] { $count } dossier marqué.
   *[other] { $count } dossiers marqués.
}
linear-range-ended = Plage terminée.
linear-more-rows = La suite vient avec la page suivante ; un numéro va à ce dossier.
linear-not-read = La ligne { $place } n’est pas encore lue : allez vers la fin, ou filtrez.
linear-no-choice = Il n’y a pas de choix { $number } ; « :{ $number } » ouvre la convention de ce numéro.
linear-first = Entrée lit le dossier, { $next } et { $previous } changent de ligne, { $queues } donne les files.
linear-others = Entre-temps : { $others } ; { $key } relit la liste.
linear-file = Dossier { $name }
linear-missing = manque
linear-contents = { $acts }, > dossier suivant ; Entrée lit la suite, ou un numéro : { $parts }.
linear-file-later = La base de données ne répond pas : le dossier viendra quand elle sera revenue.
linear-file-changed = Le dossier n° { $id } vient de changer : tapez « { $key } » pour le relire.
linear-file-end = Fin du dossier.
linear-file-start = Début du dossier.
linear-progress = { $done } sur { $total }
linear-confirm = Entrée confirme, un autre mot renonce.
linear-let-in = inclure aussi les dossiers avec un avertissement
linear-leave-out = écarter les dossiers avec un avertissement
linear-read-refused = lire les refus
linear-given-up = Renoncé : rien n’a été fait.
linear-draft-kept = Renoncé : votre texte est gardé.
linear-closed = Fermé.
linear-none-ticked = Aucun motif coché.
linear-ticked = Motifs cochés : { $reasons }.
linear-form-return = Des numéros cochent, une phrase s’ajoute en clair, Entrée envoie, { $cancel } renonce.
linear-form-empty = Tapez le texte puis Entrée, ou { $cancel } pour renoncer.
linear-form-filled = Entrée envoie, un autre texte le remplace, { $cancel } renonce.
linear-pick = { $first } à { $last } sur { $total }. Un numéro choisit, du texte cherche, { $cancel } ferme.
linear-pick-only = Entrée l’ouvre, du texte cherche, { $cancel } ferme.
linear-pick-more = { $first } à { $last } sur { $total }. Entrée lit la suite, un numéro choisit, du texte cherche, { $cancel } ferme.
linear-search = Tapez ce que vous cherchez, ou { $cancel } pour fermer.
linear-more = Entrée lit la suite, { $cancel } ferme.
linear-end = Fin.
linear-ask-command = Quelle commande ? Tapez-la, ou son numéro.
linear-ask-filter = Quel filtre ? Des mots, champ:valeur, - pour exclure.
linear-change-right = Deux numéros changent un droit : la ligne, puis le droit.
linear-change-cell = Deux numéros changent une case : la ligne, puis le destinataire.
linear-read-mail = Un numéro lit ce courriel.
linear-change-line = Un numéro change cette ligne, Échap revient à la liste.
linear-writing = Un numéro ouvre un champ, Entrée celui en main, tabulation la section suivante, Échap revient à la liste.
linear-open-entry = Un numéro ouvre cette entrée.
linear-text-goes = Le texte va à : { $label }.
linear-paragraph = Une première ligne remplace le texte, les suivantes s’y ajoutent, Entrée envoie, { $cancel } renonce.
linear-fields = Un numéro coche ou choisit le champ, du texte le remplit, Entrée envoie, { $cancel } renonce.
linear-no-field = Choisissez d’abord un champ par son numéro.
linear-secret = tapé
linear-ask-search = Quels mots chercher ?
linear-jobs = Un numéro ouvre le compte rendu, Entrée ou { $cancel } ferme.
linear-mark-again = { $key } remarque ce qui n’a pas été fait.
linear-resume = Entrée reprend la session, toute autre ligne la laisse pour plus tard.
linear-answer = Tapez la réponse, ou Entrée pour renoncer.
linear-unknown = { $why } { $help } donne les actions.
linear-nothing = Rien n’a changé.
linear-copied = À copier : { $text }
linear-change = { $field } : de { $from } à { $to }
linear-read-first = Dossier lu depuis : écoutez-le, puis recommencez.

# Base de données
worker-down-settings = Le réglage de la connexion est faux : { $reason }. Corrigez la configuration, puis relancez.
worker-down-unreachable = { $address } ne répond pas. Nouvel essai en cours ; vérifiez le réseau.
worker-down-tls = Pas de connexion chiffrée sûre avec { $address }. Prévenez l’administrateur de la base.
worker-down-password = Le mot de passe de { $login } est refusé. Quittez et relancez pour le saisir.
worker-down-not-accepted = Le serveur n’accepte pas { $login } depuis ce poste. Prévenez l’administrateur de la base.
worker-down-no-database = La base { $database } n’existe pas. Vérifiez la configuration.
worker-down-full = Le serveur n’a plus de connexion libre. Nouvel essai en cours.
worker-down-server-too-old = Cette version de PostgreSQL est trop ancienne pour Guichet. Prévenez l’administrateur de la base.
worker-down-pooler = Un répartiteur de transactions se trouve devant { $address }. Adressez-vous directement à PostgreSQL.
worker-down-no-schema = La base { $database } n’est pas installée. L’administrateur doit lancer « guichet db init », puis « guichet db migrate ».
worker-down-no-extension = L’extension { $extension } manque à la base. L’administrateur doit lancer « guichet db init ».
worker-down-schema-too-old = La base est plus ancienne que ce programme. L’administrateur doit lancer « guichet db migrate ».
worker-down-program-too-old = La base est plus récente que ce programme. Mettez Guichet à jour.
worker-down-restarting = Le serveur s’arrête ou redémarre. Nouvel essai en cours ; rien n’est perdu.
worker-down-lost = La liaison avec la base est rompue. Nouvel essai en cours ; rien n’est perdu.
worker-down-stranger = Votre compte n’est rattaché à personne dans cette base. Prévenez l’administrateur de Guichet.
worker-failed-lost = La liaison se rompt à chaque fois. Réessayez ; si cela dure, prévenez l’administrateur de la base.
worker-failed-outdated = La base vient de changer de version. Quittez et relancez Guichet.
worker-failed-locked = Quelqu’un d’autre tient ces dossiers. Réessayez dans un instant.
worker-failed-slow = La base a mis trop longtemps à répondre. Précisez le filtre, ou réessayez.
worker-failed-not-found = Dossier introuvable, ou hors de votre périmètre.
worker-failed-right = Vous n’avez pas le droit de faire cela. Demandez-le à l’administrateur de Guichet.
worker-failed-value = La base ne connaît pas ce champ ou cette valeur. Corrigez le filtre.
worker-failed-sending = La liaison s’est rompue pendant l’envoi. Relisez : si ce que vous avez envoyé n’y est pas, renvoyez-le.
worker-failed-other = La base a refusé : { $reason }. Réessayez ; si cela dure, prévenez l’administrateur.
# Petits textes
counted = { $what } : { $count }
toast-close = { $key } ferme
# Commands
# Ce qui ne va pas dans un fichier de configuration
fault-at = { $place } : { $problem }
fault-unreadable = { $file } ne peut pas être lu ({ $why }). Corrigez ses droits, ou retirez-le.
fault-unknown = « { $found } » est inconnu ; attendu : { $expected }.
fault-type = attendu : { $expected } ; trouvé : { $found }.
fault-expected = attendu : { $expected }.
fault-syntax = TOML mal formé ({ $why }).
fault-syntax-expected = TOML mal formé ({ $why }) ; attendu : { $expected }.
fault-no-profile-section = ce fichier n’a pas de section [profiles.{ $name }].
fault-missing-depth = il manque « { $depth } » à cette couleur : il lui faut rgb, x256 et ansi.
fault-reserved-colour = « { $name } » est la couleur du terminal, qui ne se redéfinit pas.
fault-circle = « { $name } » hérite de lui-même : changez son inherits.
fault-no-keymap = Aucun jeu de touches ne s’appelle « { $name } » ; il y a : { $known }.
fault-no-theme = Aucun thème ne s’appelle « { $name } » ; il y a : { $known }.
fault-unknown-section = aucune section ne s’appelle [{ $found }].
fault-bad-key = « { $keys } » n’est pas une touche : écrivez un caractère, ou un nom comme <Enter> ou <C-f> ; une espace sépare les touches d’une suite.
fault-unknown-action = aucune action ne s’appelle « { $found } ».
fault-bad-argument = « { $argument } » ne convient pas à « { $action } ».
fault-out-of-scope = « { $action } » appartient à [{ $scope }] et ne va pas dans [{ $section }].
fault-bad-condition = la condition « { $condition } » ne se lit pas ; attendu : des faits liés par &&, || et !, parmi { $known }.
fault-bound-twice = « { $keys } » est déjà pris dans cette section ({ $place }).
fault-dead-prefix = « { $keys } » ne peut jamais être atteint : « { $prefix } » agit déjà ({ $place }).
fault-not-bound = rien n’est sur « { $keys } » dans cette section : il n’y a rien à en retirer.
wanted-u16 = un nombre entier de 0 à 65535
wanted-a-string = un texte entre guillemets
wanted-path-string = un chemin entre guillemets
wanted-a-boolean = true ou false
wanted-true-or-false = true ou false
wanted-a-map = une table
wanted-struct-profile = une section [profiles.nom]
wanted-the-name-of-a-key-map = le nom d’un jeu de touches
wanted-a-section-such-as-list-before-any-key = une section, telle que [list], avant toute touche
wanted-a-list-of-keys-to-unbind = une liste de touches à libérer
wanted-keys-as-text = des touches, entre guillemets
wanted-an-action-or-a-list-of-actions = une action, ou une liste d’actions
wanted-run-action-when-condition = {"{"} run = "action", when = "condition" {"}"}
wanted-a-theme-name = le nom d’un thème
wanted-dark-or-light = "dark" ou "light"
wanted-a-table-of-colours = une table de couleurs
wanted-a-table-of-meanings = une table de sens
wanted-rgb-rrggbb-x256-16-to-255-ansi-a-name = {"{"} rgb = "#rrggbb", x256 = de 16 à 255, ansi = un nom {"}"}
wanted-the-name-of-one-of-the-16-colours = le nom d’une des 16 couleurs
wanted-fg-a-colour-bold-true = {"{"} fg = une couleur, bold = true, ... {"}"}
wanted-bold-true = {"{"} bold = true, ... {"}"}
wanted-a-colour-of-the-palette = une couleur de la palette
wanted-a-number-from-16-to-255 = un nombre de 16 à 255
found-string = un texte
found-integer = un nombre
found-float = un nombre à virgule
found-boolean = true ou false
found-datetime = une date
found-array = une liste
found-sequence = une liste
found-table = une table
found-map = une table
toml-key-with-no-value = clé sans valeur
toml-duplicate-key = clé écrite deux fois
toml-invalid-key = clé illisible
toml-unclosed-table = crochet non fermé
toml-unclosed-array = liste non fermée
toml-unclosed-inline-table = accolade non fermée
toml-string-values-must-be-quoted = un texte se met entre guillemets
toml-invalid-basic-string = texte mal fermé
toml-invalid-literal-string = texte mal fermé
toml-missing-value-for-key = clé sans valeur
toml-extra-key-after-value = reste de ligne en trop
toml-unexpected-key-or-value = clé ou valeur en trop

# Ce que disent les commandes
cli-refused = Le serveur a refusé : { $why }
cli-no-json = Écriture en JSON impossible : { $why }.
cli-no-output = Écriture impossible : { $why }.
cli-no-document = { $near ->
    [none] Le dossier n° { $id } n’a pas de pièce « { $label } » : guichet document list les donne.
   *[other] Le dossier n° { $id } n’a pas de pièce « { $label } » : vouliez-vous dire « { $near } » ?
}
cli-no-paper = Aucun fichier n’est gardé pour « { $label } », ou il vous est masqué.
recheck-going = Dossiers revus : { $done } sur { $total }
recheck-done = { $seen ->
    [0] Aucun dossier à revoir.
    [one] { $seen } dossier revu, dont { $changed } changé.
   *[other] { $seen } dossiers revus, dont { $changed } changés.
}
cli-cannot-write = { $path } ne peut pas être écrit ({ $why }).
cli-cannot-start = Démarrage impossible : { $why }.
cli-no-terminal = L’écran de travail a besoin d’un terminal, et { $which ->
    [output] la sortie n’en est pas un
   *[input] l’entrée n’en est pas un
} ; dans un script, utilisez guichet inspect ; sans écran, --linear.
cli-terminal-failed = Le terminal ne répond plus comme il faut : { $reason }.
cli-nobody = Le compte { $login } n’est celui d’aucune personne de Guichet (guichet_person) : demandez à un administrateur de l’ajouter.
cli-password-prompt = { $login } @ { $address } - mot de passe :{" "}
cli-password-file-unreadable = Le fichier de mot de passe { $file } ne peut pas être lu : { $why }. Corrigez password_file dans le profil.
cli-password-in-clear = Le mot de passe de [profiles.{ $profile }] est écrit en clair dans { $file } : mettez-le dans un fichier que vous seul lisez (chmod 600) et nommez ce fichier par password_file.
cli-password-file-open = Le fichier de mot de passe { $file } est ouvert à d’autres. Fermez-le : chmod 600 { $file }
cli-no-profile = Il n’y a pas de profil « { $name } » : ajoutez [profiles.{ $name }] à config.toml (« guichet config path » dit où il est).
cli-no-profile-near = Il n’y a pas de profil « { $name } ». Vouliez-vous dire « { $nearest } » ?
connect-settings = Les réglages de connexion sont faux : { $why }. Corrigez le profil, DATABASE_URL ou les variables PG.
connect-unreachable = { $address } ne répond pas ({ $why }). Vérifiez l’adresse et que PostgreSQL y tourne, ou essayez « guichet demo ».
connect-tls = Pas de connexion chiffrée et vérifiée à { $address } : { $why }. Donnez le certificat de l’autorité (sslrootcert), ou un autre sslmode dans le profil.
connect-password-wrong = Le mot de passe de { $login } est faux. Tapez-le de nouveau, ou corrigez le fichier de mot de passe.
connect-password-missing = Le serveur demande le mot de passe de { $login }. Lancez la commande depuis un terminal, ou nommez un password_file dans le profil.
connect-not-accepted = Le serveur n’accepte pas { $login } : { $why }. Demandez ce compte à l’administrateur de la base, ou nommez-en un autre.
connect-no-database = Il n’y a pas de base { $database }. L’administrateur de la base la crée avec « guichet db init --database { $database } ».
connect-full = Le serveur n’a plus de connexion libre. Réessayez, ou augmentez max_connections.
connect-too-old = Ce serveur est un PostgreSQL { $found } ; il faut la version { $oldest } ou une plus récente. Mettez-le d’abord à jour.
connect-pooler = Un répartiteur de transactions (PgBouncer ou autre) se tient devant { $address }. Guichet a besoin de sessions à lui : connectez-vous à PostgreSQL même, ou répartissez par session.
connect-no-schema = La base { $database } n’a pas de schéma Guichet. Lancez d’abord « guichet db migrate ».
connect-no-extension = L’extension { $name } manque au schéma guichet_ext. L’administrateur de la base l’ajoute avec « guichet db init ».
connect-schema-too-old = Le schéma sert Guichet { $serves }, plus ancien que ce programme. Lancez « guichet db migrate ».
connect-program-too-old = Le schéma sert Guichet { $serves }, plus récent que ce programme. Mettez guichet à jour.
migrate-not-a-member = { $login } ne peut pas migrer ({ $role } lui manque). L’administrateur de la base l’y autorise avec « grant guichet_owner, guichet_history to { $login } ».
migrate-not-prepared = Les rôles ou le schéma manquent. L’administrateur de la base les crée avec « guichet db init ».
migrate-busy = Une autre migration est en cours, ou un bureau tient une table. Réessayez dans un instant.
migrate-changed = La migration { $version } n’est pas celle qui a été appliquée ici. Utilisez le programme qui a fait ce schéma, ou un plus récent.
migrate-newer = La base a déjà la migration { $version }, inconnue de ce programme. Mettez guichet à jour.
migrate-failed = La migration { $version } a échoué et a été défaite : { $why }. Le schéma est comme avant ; corrigez la cause et relancez.
migrate-half = Le schéma est à moitié appliqué : { $how } Restaurez la dernière sauvegarde, ou demandez de l’aide avec « guichet db status ».
migrate-half-unfinished = la migration { $count } ne s’est pas terminée.
migrate-half-skipped = la migration { $count } a été sautée, alors que de plus récentes sont appliquées.
migrate-half-unrecorded = { $count ->
    [one] il contient { $count } table qu’aucune migration n’a notée.
   *[other] il contient { $count } tables qu’aucune migration n’a notées.
}
init-name = « { $name } » ne peut pas être le nom d’une base : une minuscule, puis des lettres, des chiffres et des soulignés.
init-not-superuser = { $login } n’est pas superutilisateur. Faites lancer par l’administrateur de la base : guichet db init --print | psql --dbname postgres
db-initialised = { $database } : les rôles, la base, le schéma et les extensions sont en place.
db-migrated = { $count ->
    [one] { $database } : { $count } migration appliquée, le schéma est à jour.
   *[other] { $database } : { $count } migrations appliquées, le schéma est à jour.
}
db-not-current = Le schéma n’est pas à jour. Lancez « guichet db migrate ».
db-state-applied = appliquée
db-state-pending = à appliquer
db-state-changed = CHANGÉE depuis son application
db-state-unknown = INCONNUE de ce programme
seed-not-empty = La base contient déjà des personnes ou des conventions : les données de démonstration vont dans une base vide, faites-en une autre (« guichet db init --database NOM »).
seed-not-owner = { $login } ne peut pas remplir la base. L’administrateur de la base l’y autorise avec « grant guichet_owner to { $login } ».
seed-missing-entry = La liste « { $list } » n’a pas d’entrée « { $entry } ». Lancez « guichet db migrate » avec ce programme.
seed-communes = La liste des communes portée par le programme est illisible. Réinstallez guichet.
seed-progress = { $stage } : { $percent } %
seed-stage-university = Centres, formations et personnes
seed-stage-organisations = Organismes d’accueil
seed-stage-students = Étudiants
seed-stage-conventions = Conventions
seed-stage-rows = Listes
seed-stage-statistics = Statistiques
seed-stage-checks = Contrôles
seed-loaded = { $conventions ->
    [one] { $conventions } convention
   *[other] { $conventions } conventions
}, dont { $open } en cours, { $students ->
    [one] { $students } étudiant
   *[other] { $students } étudiants
}, { $organisations ->
    [one] { $organisations } organisme
   *[other] { $organisations } organismes
} et { $people ->
    [one] { $people } personne qui se connecte
   *[other] { $people } personnes qui se connectent
}.
seed-not-checked = Les dossiers en cours ne sont pas encore contrôlés : { $login } ne peut pas se connecter d’ici. Chacun le sera à sa première ouverture.
cluster-no-programs = Les programmes du serveur PostgreSQL ne sont pas installés. Installez le paquet { $package } : { $command }
cluster-too-old = PostgreSQL { $found } dans { $folder } est trop ancien : installez la version { $oldest } ou une plus récente, ou nommez son dossier dans GUICHET_PG_BIN.
cluster-not-a-bin-folder = GUICHET_PG_BIN nomme { $folder }, qui ne contient pas initdb, pg_ctl et postgres. Nommez le dossier qui les contient.
cluster-no-account = PostgreSQL ne tourne pas sous root, et il n’y a pas de compte « postgres » ici. Lancez la commande sous un compte ordinaire.
cluster-no-socket-folder = Pas de place pour le socket du serveur : { $folder } ne peut pas être créé, ou son nom est trop long. Rendez /tmp accessible en écriture.
cluster-foreign-folder = { $folder } appartient à quelqu’un d’autre. Retirez-le, ou lancez la commande sous son propriétaire.
cluster-program = { $program } a échoué : { $why }
cluster-io = { $path } : { $why }. Vérifiez les droits de ce chemin et la place qui reste.
demo-install = Les programmes du serveur PostgreSQL manquent. Installer maintenant le paquet postgresql, sans serveur pour le système ? [o/N]
demo-installing = Installation de PostgreSQL...
demo-begin-anew = La démonstration qui est ici vient d’une autre version du programme et ne peut être reprise. En préparer une nouvelle ? Ce qui a été fait dans l’ancienne sera perdu. [o/N]
demo-of-another-version = La démonstration qui est ici vient d’une autre version du programme et ne peut être reprise. Pour en préparer une nouvelle, en perdant ce qui a été fait dans l’ancienne : « guichet demo --anew ».
demo-open-elsewhere = La démonstration est ouverte ailleurs. Fermez les autres guichets qui la montrent, puis recommencez.
demo-preparing = Préparation de la démonstration...
keys-place = où
keys-keys = touches
keys-action = action
keys-does = ce que cela fait
keys-and = et
keys-or = ou
keys-not = sauf { $fact }
fact-has-target = avec un dossier
fact-has-marks = avec des marques
fact-has-filter = avec un filtre
fact-seen = sur un dossier vu
fact-in-range = pendant le marquage d’une plage
fact-bulk-running = pendant un traitement
fact-can-undo = s’il y a de quoi défaire
fact-can-repeat = s’il y a de quoi répéter
fact-typing = pendant la saisie
fact-narrow = dans une fenêtre étroite
fact-amendment = sur un avenant
fact-matrix = dans le tableau des alertes
fact-mails = parmi les courriels
fact-zoomed = sur un panneau seul
fact-connected = avec la base
fact-has-news = avec des nouvelles
fact-has-undone = avec des dossiers laissés
fact-has-error = avec une erreur affichée
config-right = { $what } : rien à signaler.
config-absent = { $file } n’existe pas : les réglages par défaut s’appliquent.
config-keymap = Jeu de touches « { $name } »
config-theme = Thème « { $name } »
doctor-ok = ok
doctor-wrong = FAUX
doctor-configuration = configuration
doctor-log-folder = journal
doctor-server = serveur
doctor-login = compte
doctor-schema = schéma
doctor-sessions = sessions
doctor-pooler = répartiteur
doctor-register = registre
doctor-terminal = terminal
doctor-no-log = { $folder } ne peut pas être créé ({ $why }) : rien n’est noté au journal. Rendez-le accessible en écriture.
doctor-server-at = PostgreSQL { $version } à { $address }, base { $database }
doctor-superuser = { $login } est superutilisateur, qu’aucun droit ne retient. Travaillez sous le compte d’une personne.
doctor-person = { $login } est une personne
doctor-schema-serves = sert ce programme, avec ses extensions
doctor-register-answers = SIRENE répond et accepte la clé
doctor-no-pooler = aucun entre ici et le serveur
doctor-sessions-fit = { $used ->
    [one] { $used } prise
   *[other] { $used } prises
} sur { $room } ; { $people ->
    [one] { $people } personne peut en ouvrir deux
   *[other] { $people } personnes peuvent en ouvrir deux chacune
}
doctor-sessions-few = { $room ->
    [one] { $room } session possible
   *[other] { $room } sessions possibles
}, pour { $people ->
    [one] { $people } personne qui en prend deux
   *[other] { $people } personnes qui en prennent deux chacune
}. Portez max_connections à { $needed }.
doctor-no-terminal = Il n’y a pas de terminal ici. Ouvrez le bureau depuis un terminal (ssh -t).
doctor-no-size = La taille du terminal est inconnue : { $why }.
doctor-too-small = { $columns }x{ $rows } est trop petit : 40x10 au moins, 80x24 pour travailler.
doctor-not-utf8 = La locale « { $locale } » n’est pas en UTF-8 : le bureau s’affiche sans accents. Mettez LANG=fr_FR.UTF-8 ou C.UTF-8.
inspect-no-queue = Aucune file ne s’appelle « { $name } » ; il y a : { $known }.
inspect-number = n°
inspect-student = étudiant
inspect-state = état
inspect-since = depuis
inspect-findings = contrôles
inspect-unchecked = à contrôler
inspect-clear = rien à signaler
inspect-found = { $blocking ->
    [one] { $blocking } bloquant
   *[other] { $blocking } bloquants
}, { $warnings } à vérifier
inspect-etape = étape
inspect-centre = centre
inspect-year = année
inspect-amendment = Avenant
inspect-against = Comparaison
inspect-at = État au
inspect-projected = { $in-force } (avenant validé, non signé : { $projected })
inspect-corrected = corrigée
inspect-archived = archivée
inspect-signature = signature
inspect-signed-by = signature : { $signer }
inspect-claimed-by = en cours chez
inspect-interruption = interruption
inspect-waiting = en attente
inspect-on-behalf = (au nom de { $name })
inspect-refused = refusée : { $why }
inspect-passed = (passé outre par { $name } : { $why })
inspect-returned = dernier retour
inspect-reason = motif
pair = { $label } : { $value }

# -- Les règles

law-worked-days = jours travaillés
law-computed = heures que font les jours
law-paid-hours = heures gratifiées
law-legal = durée légale
law-presence = présence dans l’année
law-due = gratification due
law-minimum = gratification minimale
law-both = { $year } au taux de chaque année civile, { $signature } au taux du jour de la signature
law-smoothed = lissée
law-instalments = { $count ->
    [one] { $amount } en { $count } versement
   *[other] { $amount } par mois, en { $count } versements
}
law-offered = gratification prévue
law-month = par mois
law-month-line = du { $from } au { $to } : { $hours } h, { $amount }
law-rates = plafonds
law-provisional = le plafond horaire de { $year } n’est pas connu : calculé avec le dernier publié
law-quota = plafond de stagiaires
law-between = entre { $low } et { $high }
law-at-least = au moins { $low }
law-why = décompte
law-line = { $days } j, { $hours } h : { $why }
law-sum = en tout
law-missing = { $what } : il manque une valeur.
law-no-hours = Il manque les heures : --weekly-hours 35, --pattern '7 7 7 7 7 0 0', ou --irregular 2026-06-01..2026-06-05=3,5.
law-reversed = Le stage finit le { $end }, avant de commencer le { $start }.
law-too-long = Le stage dure plus de trois ans : vérifiez les dates.
law-unknown = { $what } : « { $found } » est inconnu ; attendu : { $known }.
law-csv-place = { $file }, ligne { $line }, { $column }
law-csv-unreadable = { $file } ne peut pas être lu : { $why }. Vérifiez son nom et ses droits.
law-csv-missing = { $file } : il manque la colonne « { $column } ».
law-csv-column = { $file } : aucune colonne ne s’appelle « { $found } » ; il y a : { $known }.
law-csv-cells = { $file }, ligne { $line } : { $found } valeurs, et l’en-tête en a { $expected }.
law-csv-malformed = { $file }, ligne { $line } : ce n’est pas du CSV en UTF-8.
law-csv-differs = { $column } : attendu { $expected }, calculé { $computed }
law-csv-count = { $different ->
    [0] { $count } cas, tous conformes.
    [one] { $count } cas, dont { $different } qui diffère.
   *[other] { $count } cas, dont { $different } qui diffèrent.
}

# -- Administration

grantors-unknown = un administrateur
function-view = nom de vue
function-views = nombre de vues (50 au plus)
function-avenant = avenants
function-convention = conventions
function-creation-en-masse-convention = création en masse
function-nomenclature = nomenclatures
function-orga-acc = organismes d’accueil
function-param-centre = paramétrage des centres
function-param-global = paramétrage global
function-service-contact-acc = services et contacts
scope-all = tout l’établissement
scope-centre = ses centres
scope-supervised = ses stagiaires
scope-programme = ses formations
scope-own = ses propres conventions
denied-GU002 = Il vous manque le droit « { $right } » ({ $function }) : demandez à { $grantors }.
denied-GU024 = { $kind ->
    [role] Aucun rôle ne s’appelle « { $name } » : voyez guichet role list.
    [person] Personne n’a l’identifiant « { $name } » : voyez guichet person list.
    [view] Aucune vue à vous n’a le numéro { $name } : relisez la liste (:recharger).
    [programme] Aucune étape ni composante « { $name } » ici : une étape s’écrit CODE/VERSION.
   *[centre] Aucun centre à vous n’a le code « { $name } » : voyez guichet centre list.
}
denied-GU025 = On n’accorde que ce qu’on a, et il vous manque : { $lacking }.
denied-GU025-scope = On n’accorde que ce qu’on a, et « { $role } » voit plus de dossiers que vous.
denied-GU026 = On ne change pas ses propres droits : demandez à un autre administrateur.
denied-GU027 = Il ne resterait aucun administrateur : donnez d’abord ce rôle à quelqu’un d’autre.
denied-GU028 = { $kind ->
    [role] Le rôle « { $name } » existe déjà.
    [centre] Le centre « { $name } » existe déjà.
   *[person] L’identifiant « { $name } » est déjà pris.
}
denied-GU029 = Le rôle « { $role } » reste : il est standard, ou quelqu’un le porte encore.
denied-GU030 = « { $value } » ne convient pas pour « { $field } ».
denied-GU043 = { $count ->
    [one] { $name } : { $count } dossier en dépend dans ce centre ; donnez plutôt cette formation à un autre centre à partir d’un jour.
   *[other] { $name } : { $count } dossiers en dépendent dans ce centre ; donnez plutôt cette formation à un autre centre à partir d’un jour.
}
denied-GU001 = Ce courriel n’est pas de vos centres, ou n’existe plus.
denied-GU061 = « { $value } » n’est pas une adresse de courriel.
denied-GU062 = « { $value } » n’est pas un événement, un destinataire, un rythme ni une langue.
denied-GU063 = Ce courriel est déjà parti, ou quelqu’un en a déjà décidé.
denied-GU090 = Le serveur a déjà un rôle « { $login } » qui n’est pas de Guichet : choisissez un autre identifiant.
denied-GU091 = « { $login } » ne peut pas être un identifiant : minuscules, chiffres, point, tiret, 2 à 63 signes.

register-roles = Rôles et droits
register-people = Personnes
register-centres = Centres
register-establishment = Établissement
register-empty = Rien à administrer ici.
register-no-match = Rien ne correspond ; Échap montre tout.
role-sees = voit { $scope }
role-from = d’après « { $role } »
role-will-go = Le rôle « { $role } » sera supprimé ; personne ne doit plus le porter.
right-given = « { $role } » pourra { $right } : { $function }.
right-taken = « { $role } » ne pourra plus { $right } : { $function }.
administration-at-once = Le changement vaut aussitôt pour tous, et reste dans l’historique.
said-administered = Enregistré.
said-not-changeable = Cette ligne ne se change pas.
said-not-removable = Rien à supprimer ici : seul un rôle propre à l’établissement se supprime, et un compte se ferme.
said-not-addable = Rien à ajouter ici : il n’y a qu’un établissement.
form-sending = Enregistrement…
form-code = code
form-name = nom
form-origin = d’après le rôle
form-password = mot de passe
form-password-told = Sans mot de passe, le serveur reconnaît la personne à sa façon : LDAP, certificat, compte du système.
form-add-role = Nouveau rôle
form-add-person = Nouvelle personne
form-add-centre = Nouveau centre
form-lacks-code = Il manque le code.
form-lacks-name = Il manque le nom, ou le prénom.
form-lacks-login = Il manque l’identifiant.
form-lacks-origin = Cochez le rôle dont le nouveau part.
form-lacks-level = Cochez le niveau du centre.
form-bad-day = Donnez un jour, par exemple 01/09/2026, ou rien.
setting-name = nom
setting-level = niveau
setting-level-establishment = établissement
setting-level-ufr = composante
setting-level-etape = étape
setting-mail = courriel
setting-phone = téléphone
setting-address = adresse
setting-postal-code = code postal
setting-town = ville
setting-confidentiality = services et contacts d’accueil
setting-confidentiality-open = visibles des autres centres
setting-confidentiality-closed = réservés au centre
setting-supervisor-optional-at-submission = référent facultatif au dépôt
setting-overlap-allowed = chevauchements permis
setting-alert-mail = adresse des alertes
setting-alert-mail-only = alertes à cette seule adresse
setting-late-after-days = jours avant qu’un dossier soit en retard
setting-late-again-days = jours entre deux rappels de retard
setting-alert-days = alerte avant le début (jours)
setting-year-extension-days = prolongation après l’année (jours)
setting-amendment-values = valeurs affichées après avenant
setting-student-may-create = les étudiants créent leurs conventions
setting-student-adds-contacts = les étudiants ajoutent services et tuteurs
setting-earlier-enrolment-months = inscriptions de l’an passé admises (mois)
setting-type-by-hand = type de convention choisi à la main
setting-zone = fuseau horaire
setting-year-starts-month = l’année universitaire commence (mois)
setting-year-starts-day = l’année universitaire commence (jour)
setting-orphans-allowed = conventions sans centre permises
setting-retention-years = conservation des valeurs (années)
setting-supervisor-quota = stagiaires par enseignant référent
setting-students-add-french-hosts = les étudiants ajoutent des organismes en France
setting-students-add-foreign-hosts = les étudiants ajoutent des organismes à l’étranger
setting-student-hosts-active = organismes des étudiants sans modération
setting-amendment-values-projected = celles de l’avenant validé
setting-amendment-values-in-force = celles de l’avenant signé
setting-steps = circuit
setting-instructions = consignes
setting-elp-optional = élément pédagogique (ELP) facultatif
setting-cesure-codes = codes de césure du SI (séparés par « ; »)
setting-pedagogical-label = nom de la validation pédagogique
setting-administrative-label = nom de la validation administrative
asked-line = pièce demandée
asked-add = Entrée en demande une autre
asked-told = { $label } ({ $told })
asked-label = Pièce
asked-applies = Demandée avec
asked-needed-for = Quand
asked-expires = Elle a une fin de validité
asked-retired = Elle n’est plus demandée
asked-is-dated = avec une fin de validité
asked-is-retired = plus demandée
template-line = modèle de convention
template-add = Entrée en ajoute un autre
template-type = Code du type de convention
template-language = Langue
template-name = Nom
template-told = Sans code de type, il vaut pour tous ; sans nom, c’est le modèle standard.
template-standard = modèle standard
template-all-types = tous les types
template-is-retired = hors service
template-will-go = { $template } : ne sera plus proposé ; les dossiers qui l’ont le gardent.
template-will-come = { $template } : sera de nouveau proposé.
programme-line = formation en charge
programme-add = Entrée en ajoute une autre
programme-code = Étape (CODE/VERSION) ou composante
programme-since = À partir du
programme-told = Sans jour : dès aujourd’hui, ou depuis toujours si personne n’en avait la charge. Les dossiers déjà créés restent où ils sont.
programme-from = à partir du { $day }
programme-will-go = { $programme } : le centre n’en aura plus la charge.
role-list-head = rôle
role-list-name = nom
role-list-scope = voit
role-list-origin = d’après
role-saved = { $role } : enregistré.
role-removed = { $role } : supprimé.
role-unknown-right = « { $name } » n’est pas un droit : { $known }, ou - pour aucun.
person-login = identifiant
person-name = nom
person-roles = rôles
person-centres = centres
person-surname = nom
person-given-name = prénom
person-mail = courriel
person-account = compte
person-will-close = Le compte { $login } sera fermé et ses connexions coupées ; ce qu’il a fait reste à son nom.
person-will-open = Le compte { $login } rouvre avec les rôles et les centres qu’il avait.
person-state = état
person-active = actif
person-disabled = fermé
person-added = { $login } : compte ajouté.
person-saved = { $login } : enregistré.
person-disabled-now = { $login } : compte fermé, ses connexions sont coupées.
person-enabled = { $login } : compte rouvert.
person-password-prompt = Mot de passe de { $login } :{" "}
centre-code = centre
centre-name = nom
centre-steps = circuit
centre-mine = à moi
centre-is-mine = à moi
centre-steps-told = Les dossiers déposés à partir de maintenant suivent ces validations, dans cet ordre ; les autres gardent le leur.
establishment-saved = Réglage de l’établissement enregistré.
centre-saved = { $code } : enregistré.

# -- Audit

audit-not-allowed = L’identifiant { $login } ne peut pas faire cela : l’historique entier est aux administrateurs, et la consultation ne fait que le lire.
audit-still-kept = Ces valeurs sont encore à conserver : choisissez un jour antérieur, ou voyez retention_years de l’établissement.
audit-restored = Cette base a été restaurée d’une sauvegarde logique, et le serveur compte ses transactions à partir de plus bas : rien ne peut être scellé. Restaurez une sauvegarde physique, ou faites avancer le compteur par le DBA (pg_resetwal).
audit-file = Le fichier { $file } est inutilisable : { $why }.
audit-no-seal = Il n’y a pas de sceau { $number }.
audit-no-key = La clé { $file } ne peut pas être lue : { $why }. Faites-en une : guichet audit key
audit-key-open = La clé { $file } est ouverte à d’autres. Fermez-la : chmod 600 { $file }
audit-key-wrong = Le fichier { $file } ne contient pas de clé : 64 chiffres hexadécimaux sont attendus.
audit-key-made = La clé est dans { $file }, et ce qui vérifie ses signatures dans { $public } : gardez-en une copie ailleurs.
audit-nobody-trusted = Pas de clé publique pour vérifier la signature : donnez --public-key, ou mettez-la dans { $file }.
audit-public-key-wrong = Une clé publique a 64 chiffres hexadécimaux.
audit-not-signed = Le fichier { $file } n’est pas ce que la clé de confiance a signé : il a été modifié ou coupé, ou une autre clé l’a signé.
audit-erase-unasked = Personne à qui demander ici : donnez --yes pour effacer sans demander.
audit-erase-ask = Les valeurs et les motifs de toutes les entrées d’avant le { $day } seront effacés pour de bon. Tapez le jour sous la forme 2021-03-31 pour confirmer.
audit-erase-not-done = Rien n’a été effacé.
audit-erased = { $count ->
    [one] { $count } entrée d’avant le { $day } n’a plus ses valeurs ; l’effacement est consigné.
   *[other] { $count } entrées d’avant le { $day } n’ont plus leurs valeurs ; l’effacement est consigné.
}
audit-sealed = { $count ->
    [one] { $count } entrée scellée.
   *[other] { $count } entrées scellées.
}
audit-exported = { $count ->
    [one] { $count } entrée exportée
   *[other] { $count } entrées exportées
}, jusqu’au sceau { $seal }. Gardez le fichier ailleurs que sur ce serveur.
audit-progress = { $count ->
    [one] { $count } entrée vérifiée
   *[other] { $count } entrées vérifiées
}
audit-followed = Parcouru : { $entries ->
    [one] { $entries } entrée
   *[other] { $entries } entrées
} de { $conventions ->
    [one] { $conventions } convention
   *[other] { $conventions } conventions
}, { $seals ->
    [one] { $seals } sceau
   *[other] { $seals } sceaux
}, { $administration ->
    [one] { $administration } entrée
   *[other] { $administration } entrées
} de l’administration.
audit-erasure = Effacées le { $at } par { $login } : les valeurs de { $count ->
    [one] { $count } entrée
   *[other] { $count } entrées
}.
audit-without-values = { $count ->
    [one] { $count } entrée n’a plus ses valeurs
   *[other] { $count } entrées n’ont plus leurs valeurs
}, comme consigné.
audit-unsealed = { $count ->
    [one] { $count } entrée n’est pas encore scellée
   *[other] { $count } entrées ne sont pas encore scellées
} (guichet audit seal).
audit-found-again = { $count ->
    [one] { $count } ligne de l’export retrouvée
   *[other] { $count } lignes de l’export retrouvées
}.
audit-whole = L’historique est entier.
audit-broken = L’historique est rompu : { $place } { $wrong }.
audit-broken-at = L’historique est rompu : { $place } ({ $at }) { $wrong }.
audit-at-entry = l’entrée { $seq } de la convention n° { $convention }
audit-at-seal = le sceau { $seq }
audit-at-administration = l’entrée { $seq } de l’administration
audit-wrong-changed = a été modifiée, ou ne suit plus la précédente
audit-wrong-missing = manque
audit-wrong-values-changed = n’a plus les valeurs qui furent écrites
audit-wrong-values-gone = n’a plus ses valeurs, et aucun effacement consigné ne l’explique
audit-wrong-head = termine sa chaîne, et n’est pas la fin que nomme le dossier
audit-wrong-convention-gone = est d’une convention qui n’existe plus
audit-wrong-sealed = ne tient plus ce qui fut scellé : des entrées ont été modifiées, ajoutées ou retirées
audit-wrong-rewritten = diffère de ce qui fut exporté : la chaîne a été recalculée
audit-wrong-cut = fut dans un export, et n’est plus là

# -- Le registre des organismes d’accueil, par commande
organisation-not-found = Aucun organisme n’a le numéro ou le SIRET { $which } : guichet organisation search le trouve par son nom.
organisation-no-number = « { $which } » n’est ni un numéro d’organisme ni un SIRET (14 chiffres) : guichet organisation search donne les numéros.
organisation-changed = L’organisme n° { $which } vient d’être changé par quelqu’un d’autre : relisez-le (guichet organisation show) et recommencez.
organisation-out-of-use = L’organisme n° { $which } est hors service : gardez-en un qui sert.
organisation-same = Il faut deux organismes, et c’est deux fois le n° { $which }.
organisation-no-shelf = « { $name } » ne dit pas quels organismes ; il y a : { $known }.
organisation-none = Aucun organisme ne répond à « { $words } », même à peu près.
organisation-nearly = nom proche
organisation-closed = fermé
organisation-country = pays
organisation-files = dossiers
organisation-score = ressemblance
organisation-reasons = pourquoi
organisation-register = registre
organisation-used = conventions
organisation-interns = stagiaires
organisation-service = service
organisation-contact = contact
organisation-merge = fusion
organisation-merge-stands = avec { $other }, { $at }, par { $by }, { $conventions ->
    [0] aucun dossier déplacé
    [one] 1 dossier déplacé
   *[other] { $conventions } dossiers déplacés
} (guichet organisation part { $merge } la défait)
organisation-gone-into = fusionné dans { $name } (n° { $number })
organisation-waits = à modérer, ajouté par { $by }, { $at }
organisation-no-history = Rien ne lui est arrivé depuis son chargement.
organisation-ask = Tapez { $which }, le numéro de celui qui disparaît, pour confirmer.
organisation-unasked = Personne à qui demander ici : donnez --yes pour réunir sans demander.
organisation-not-done = Rien n’a été réuni.
organisation-merged = { $gone } a disparu dans { $kept }, { $conventions ->
    [0] aucun dossier déplacé
    [one] 1 dossier déplacé
   *[other] { $conventions } dossiers déplacés
}. Pour les séparer de nouveau : guichet organisation part { $merge }
organisation-parted = Séparés : { $conventions ->
    [0] aucun dossier n’était à rendre
    [one] 1 dossier rendu
   *[other] { $conventions } dossiers rendus
}.
organisation-no-merge = Aucune fusion n° { $merge } à défaire : guichet organisation show donne celles d’un organisme.
organisation-no-workbook = Un classeur ne s’écrit pas sur la sortie : donnez un nom de fichier à --to, ou --format csv.
organisation-exists = { $path } existe déjà, et rien n’est écrasé : donnez un autre nom.
organisation-exported = { $count ->
    [0] Aucun organisme : { $path } n’a que les colonnes.
    [one] 1 organisme écrit dans { $path }.
   *[other] { $count } organismes écrits dans { $path }.
}
organisation-unread = { $path } ne peut pas être lu ({ $why }) : vérifiez le nom et le dossier.
organisation-going = Lignes vues : { $done } sur { $total }
organisation-line = ligne
organisation-column = colonne
organisation-value = valeur
organisation-why = motif
organisation-ignored = Colonnes non lues : { $columns }.
organisation-imported = { $read ->
    [one] { $read } ligne lue
   *[other] { $read } lignes lues
}, { $added ->
    [0] aucune ajoutée
    [one] 1 ajoutée
   *[other] { $added } ajoutées
}, { $rejected ->
    [0] aucune refusée
    [one] 1 refusée
   *[other] { $rejected } refusées
}.
organisation-tried = Essai : { $read ->
    [one] { $read } ligne lue
   *[other] { $read } lignes lues
}, { $added ->
    [0] aucune ne peut être ajoutée
    [one] 1 peut être ajoutée
   *[other] { $added } peuvent être ajoutées
}, { $rejected ->
    [0] aucune refusée
    [one] 1 refusée
   *[other] { $rejected } refusées
}. Rien n’a été ajouté.
organisation-would-reject = { $rejected ->
    [one] { $rejected } ligne serait refusée
   *[other] { $rejected } lignes seraient refusées
} : --rejected CHEMIN les écrit à part, prêtes à corriger.
organisation-nothing-added = Rien n’a été ajouté, { $rejected ->
    [one] { $rejected } ligne est à corriger
   *[other] { $rejected } lignes sont à corriger
} : corrigez (--rejected CHEMIN les écrit à part), ou n’ajoutez que les bonnes (--only-good).
organisation-or = ou
organisation-file-empty = { $path } est vide : il faut une ligne de colonnes, puis une ligne par organisme.
organisation-file-large = { $path } dépasse { $most } Mo : coupez-le en plusieurs fichiers.
organisation-file-workbook = { $path } est un classeur : enregistrez-le d’abord en CSV (UTF-8), puis importez ce fichier.
organisation-file-no-text = { $path } n’est pas du texte : enregistrez le tableau en CSV (UTF-8).
organisation-file-lacks = Il manque à { $path } des colonnes : { $columns }. Ajoutez-les à la première ligne.
organisation-file-twice = Dans { $path }, des colonnes figurent deux fois : { $columns }. Gardez-en une de chaque.
organisation-file-long = { $path } a plus de { $most } lignes : coupez-le en plusieurs fichiers.
organisation-why-missing = Il faut une valeur.
organisation-why-siret-digits = Un SIRET a 14 chiffres.
organisation-why-siret-key = La clé du SIRET est fausse : un chiffre mal tapé, ou deux inversés.
organisation-why-siret-rounded = Le tableur a arrondi ce SIRET : retapez-le, la colonne étant au format texte.
organisation-why-siret-zeros = Le tableur a ôté les zéros du début : remettez-les, la colonne étant au format texte.
organisation-why-uai = Un UAI a sept chiffres et une lettre.
organisation-why-naf = Aucune activité n’a ce code, ou pas dans cette révision.
organisation-why-postal-code = Ce code postal n’existe pas : cinq chiffres en France, dix signes au plus ailleurs.
organisation-why-phone = Ce n’est pas un numéro de téléphone.
organisation-why-mail = Ce n’est pas une adresse de courriel.
organisation-why-website = Ce n’est pas l’adresse d’un site.
organisation-why-country = Aucun pays ne s’appelle ainsi : donnez son code ISO (FR) ou son nom.
organisation-why-legal-category = Aucune forme juridique n’a ce code ni ce nom.
organisation-why-headcount = Aucune tranche d’effectif n’a ce code ni ce nom (10 à 19).
organisation-why-kind = Aucun type d’organisme ne s’appelle ainsi.
organisation-why-too-long = Trop long : { $most } signes au plus.
organisation-why-no-siret-uai = Un organisme français a un SIRET ou un UAI.
organisation-why-no-activity = Il faut le code NAF ou l’activité.
organisation-why-twice = La ligne { $first } est du même organisme.
organisation-why-unseen = Des caractères invisibles s’y trouvent : retapez la valeur.
organisation-why-cells = { $found } cellules pour { $expected } colonnes.
organisation-why-open-quote = Un guillemet s’ouvre ici et ne se ferme pas : tout ce qui suit est perdu.
organisation-why-taken = Déjà là : { $name } (n° { $number }) a ce SIRET, cet UAI, ou ce nom au même endroit, lui ou un organisme qui lui est fusionné.
organisation-why-refused = Refusé par la base de données, code { $code }.

# Alertes : qui est prévenu de quoi, et les courriels.

event-created-by-student = dépôt par l’étudiant
event-changed-by-student = modification par l’étudiant
event-created-by-staff = dépôt par le service
event-changed-by-staff = modification par le service
event-amendment-created-by-student = avenant déposé, étudiant
event-amendment-changed-by-student = avenant modifié, étudiant
event-amendment-created-by-staff = avenant déposé, service
event-amendment-changed-by-staff = avenant modifié, service
event-pedagogical-done = validation pédagogique
event-pedagogical-undone = validation pédagogique défaite
event-check-done = vérification administrative
event-check-undone = vérification administrative défaite
event-administrative-done = validation administrative
event-administrative-undone = validation administrative défaite
event-amendment-validated = avenant validé
event-amendment-undone = validation d’avenant défaite
event-signed = tout le monde a signé
event-supervisor-changed = changement de référent
event-tutor-evaluated = évaluation du tuteur
event-supervisor-evaluated = évaluation du référent
event-student-evaluated = évaluation de l’étudiant
event-evaluations-complete = évaluations au complet
event-returned = mise à corriger
event-cancelled = annulation
event-trial = essai d’un texte
event-restored = mise à corriger défaite
event-reopened = annulation défaite
event-late = dossier en retard
event-finding = constat sur un dossier
event-host-closed = organisme fermé
event-amendment-waiting = avenant en retard
event-delivery-failed = courriel non remis
event-digest = récapitulatif
audience-student = étudiant
audience-clerk = gestionnaire
audience-manager = responsable
audience-supervisor = enseignant
pace-at-once = tout de suite
pace-daily = une fois par jour
pace-weekly = une fois par semaine
pace-never = jamais
delivery-waiting = à partir
delivery-sent = parti
delivery-gathered = dans un récapitulatif
delivery-failed = non remis
delivery-dropped = abandonné
delivery-bounced = revenu
whose-centre = Le texte du centre.
whose-establishment = Le texte de l’établissement.
whose-program = Le texte du programme : personne n’en a encore écrit.
alerts-establishment = Établissement
alerts-mine = Mes préférences
alerts-received = Reçus
alerts-undelivered = Non remis
alerts-file = Envois { $whom }
alerts-text-of = { $event } ({ $language })
alerts-reading = Lecture des alertes…
alerts-none = Rien à montrer ici.
alerts-all-delivered = Tous les courriels sont arrivés.
alerts-none-received = Aucun courriel ne vous a été envoyé.
alerts-no-mails = Aucun courriel à propos de ce dossier.
alerts-own = choix du centre ; les autres cases suivent l’établissement
alerts-i-am-told = je suis prévenu
alerts-any = Tous les événements
alerts-language = Langue de mes courriels
alerts-as-others = comme les autres ({ $pace })
alerts-any-told = Vaut pour les événements qui n’ont pas leur propre rythme. Jamais plus que ce que décide votre centre.
alerts-not-told = non envoyé ici
alerts-not-told-though = { $pace } · non envoyé ici
alerts-not-told-about = Ni votre centre ni l’établissement n’en envoie à votre adresse.
alerts-event-told = Seulement si votre centre vous prévient de cet événement. Le récapitulatif du jour part le matin, celui de la semaine le lundi.
alerts-language-told = Les courriels que vous recevrez seront écrits dans cette langue.
alerts-address = Adresse
alerts-will-drop = Le courriel à { $name } ne sera pas envoyé.
alerts-closures = Périodes sans courriel
alerts-closures-told = Une période par ligne : 21/12/2026..03/01/2027, ou un seul jour. Les courriels partent le lendemain.
alerts-text-told = Les variables s’écrivent ainsi : { $some }. Tab complète celle qui est commencée ; v, dans le tableau, les montre toutes.
alerts-subject = Objet
alerts-body = Texte
alerts-text-empty = Il faut un objet et un texte.
alerts-will-inherit = Le texte de l’établissement, ou celui du programme, vaudra de nouveau pour ce centre.
alerts-will-inherit-program = Le texte du programme vaudra de nouveau.
decided-establishment = réglage de l’établissement
decided-centre = choix du centre
cell-of = { $event }, { $audience }
cell-on = Prévenu : oui ({ $by }).
cell-off = Prévenu : non ({ $by }).
cell-establishment-says = L’établissement dit : { $value }.
cell-staff = Dans ce centre : { $names }.
cell-nobody = Dans ce centre, personne n’est { $audience }.
cell-shared = À la seule adresse du centre : { $address }.
cell-shared-none = À la seule adresse du centre, qui n’en a pas : personne n’est prévenu.
cell-also = Vaut aussi pour : { $events }.
cell-own-text = Texte propre : { $text }.
said-alerts-cell = { $event }, { $audience } : { $value }.
said-alerts-cell-of-centre = { $event }, { $audience } : { $value }, choix du centre.
said-alerts-inherits = { $event }, { $audience } : comme l’établissement.
said-alerts-stale = Quelqu’un a changé ces réglages entre-temps : les voici. Refaites votre choix.
alerts-stale-box = Quelqu’un l’a changé entre-temps. Fermez et rouvrez : ce que vous avez tapé sera encore là.
said-alerts-no-closures = Les fermetures sont celles d’un centre ou de l’établissement : Tab y mène.
said-alerts-no-mail = Aucun courriel n’est en main.
said-alerts-tried = Le texte part à { $address }.
said-alerts-no-mail-of-mine = Votre adresse n’est pas connue : l’administrateur peut la saisir dans vos droits.
alerts-variables = Variables des textes
alerts-variable = { $name } : { $says }
alerts-variables-told = Une variable s’écrit { $written } ; puis vient ce que chacune dirait du dernier dossier. { $when } ne dit que si elle a une valeur, { $each } répète.
said-alerts-no-text = Un texte est celui d’un événement : choisissez-le dans un centre ou l’établissement.
said-alerts-inherits-already = Personne ici n’a écrit de texte pour cet événement.
said-alerts-text-inherits = Le texte d’origine vaut de nouveau.
said-mail-again = Le courriel va repartir.
said-mail-dropped = Le courriel est abandonné.
said-mail-redirected = Le courriel ira à { $address }.
mail-to-nowhere = À : { $name }, sans adresse connue
mail-to = À : { $name } <{ $address }>
mail-to-other = À : { $name } <{ $address }>, envoyé à { $other }
mail-about = { $event }, dossier n° { $id }
mail-state = { $state }, { $at }
mail-error = { $count ->
    [0] Cause : { $why }
    [one] Cause, après { $count } essai : { $why }
   *[other] Cause, après { $count } essais : { $why }
}
mail-decided = Décidé par { $who }.
foretold-title = Qui serait prévenu : { $event }
foretold-one = { $verdict } : { $name }, { $audience } <{ $address }>
foretold-one-nowhere = { $verdict } : { $name }, { $audience }
foretold-doer = Qui fait la chose soi-même n’en est pas prévenu.
foretold-nobody = Personne ne serait prévenu. Le courriel serait :
foretold-mail = Courriel en { $language }
foretold-subject = Objet : { $subject }
verdict-told = oui, { $pace } ({ $by })
verdict-off = non ({ $by })
verdict-never = non, a demandé à ne jamais l’être
verdict-did-it = non, l’a fait
verdict-at-the-centre = non, à l’adresse du centre
verdict-no-address = non, aucune adresse connue
verdict-already = non, déjà prévenu à cette adresse
fault-in-subject = Objet
fault-in-line = Texte, ligne { $line }
fault-variable = { $place } : aucune variable ne s’appelle « { $name } ».
fault-unwanted = { $place } : « { $what } » n’a pas sa place dans un texte, qui ne fait que nommer des variables, choisir (if) et répéter (for).
fault-text = { $place } : { $why }
