"""Words that nearly every text of a language has, so that they find everything and nothing.

Listed as they are after folding: lower case, without accents and apostrophes. Words that stand for
themselves in technical questions are left out, such as "can" (also the name of a bus), "off",
"up", "only" and "again".
"""

_LISTS = {
    "en": (
        "a about after all also am an and any are arent as at be because been before being but "
        "by cannot cant could couldnt did didnt do does doesnt doing dont for from had hadnt "
        "has hasnt have havent having he her here his how i if im in into is isnt it its ive "
        "just me mustnt my no not of on or our please she should shouldnt so some than that "
        "thats the their them then there theres these they theyre this those to too was wasnt "
        "we were werent what whats when where which while who why will with wont would wouldnt "
        "you your youre youve"
    ),
    "de": (
        "aber alle als also am an auch auf aus bei bin bis bist bitte da damit dann das dass "
        "dein dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch du "
        "durch ein eine einem einen einer eines er es etwas euch fur hab habe haben hat hatte "
        "hatten hier ich ihm ihn ihr ihre im in ins ist ja jetzt kann kein keine man mein meine "
        "meinem meinen meiner mich mir mit nach nicht noch nun nur ob oder ohne schon sehr sein "
        "seine sich sie sind so soll uber um und uns unser vom von vor war waren was weil wenn "
        "wer werden wie wieso wir wird wo wurde zu zum zur"
    ),
    "fr": (
        "ai as au aux avec avez avons c ca ce ces cet cette comme d dans de des du elle elles "
        "en est et etait etre eu fait il ils j je l la le les leur leurs lui m ma mais me mes "
        "moi mon n ne nos notre nous on ont ou par pas pour pourquoi qu quand que quel quelle "
        "qui s sa sans se ses si son sont sur t ta te tes toi ton tres tu un une vos votre vous "
        "y"
    ),
    "es": (
        "a al algo ante como con cual cuando de del desde donde el ella ellas ellos en entre "
        "era es esa ese eso esta este esto estoy fue ha hace han hay he la las le les lo los "
        "mas me mi mis muy ni no nos o para pero por porque que quien se ser si sin sobre son "
        "su sus tambien te tengo tiene tu tus un una uno unos y ya yo"
    ),
    "it": (
        "a ad agli ai al alla alle anche c che chi ci come con cosa cui da dagli dai dal dalla "
        "degli dei del della delle dello di dove e ed era gli ha hai hanno ho i il in io l la "
        "le lei lo loro lui ma mi mia mie miei mio ne nei nel nella noi non o per perche piu "
        "quando quello questa questo qui se sei si sia sono su sua sue sul sulla suo te ti tra "
        "tu tua tuo un una uno vi voi"
    ),
    "nl": (
        "aan al als bij dan dat de deze die dit doe doen door dus een en er geen had heb hebben "
        "heeft het hier hij hoe hun ik in is ja je kan maar me meer met mij mijn naar niet nog "
        "nu of om omdat ons onze ook op over te tot uit van veel voor waar waarom was wat we "
        "wel werd wie wij worden wordt ze zich zij zijn zo zou"
    ),
    "pt": (
        "a ao aos as ate com como da das de dela dele do dos e ela ele em entre era essa esse "
        "esta estao este eu foi ha isso isto ja la lhe mais mas me meu meus minha muito na nao "
        "nas nem no nos o onde os ou para pela pelo por porque pra qual quando que quem se sem "
        "ser seu seus so sua suas tambem te tem tenho um uma umas uns voce"
    ),
    "sv": (
        "alla allt att av blev bli bort da de dem den denna deras det detta dig din du efter ej "
        "eller en er ett for fran ha hade han har hon hur i inte ja jag kan kom man med men mig "
        "min mitt mot mycket nar ni nu nagon nagot och om oss pa sa sedan sig sin som till "
        "under upp ut vad var varfor vem vi vid vilken ar"
    ),
    "da": (
        "af alle at blev blive da de dem den denne der deres det dette dig din du efter eller "
        "en end er et for fra ham han har havde have hende her hos hun hvad hvis hvor hvorfor i "
        "ikke ind jeg jo kan man med meget men mig min mit mod na nar nogen noget nu og om op "
        "os pa sa sig sin skal som til ud var ved vi vil vor"
    ),
    "nb": (
        "alle at av bare ble blir da de dem den denne der deres det dette di din du eller en "
        "enn er et etter for fra ha hadde han har hun hva hvem hver hvis hvor hvorfor i ikke ja "
        "jeg kan kom man med meg men mer min mitt mot na nar noe noen og om opp oss over pa sa "
        "seg sin skal som til ut var ved vi vil vaere"
    ),
    "fi": (
        "ei eika eli en ett etta han hanen he ja joka jos jotka kanssa kuin kun kuten me mika "
        "mita mutta myos miksi miten min mina minulla minun minut missa mukaan ne niin niita "
        "noin nyt olen oli olla on ovat se sen siella siina sina sinun sita taa tai tama tassa "
        "te tuo vain vaan vai voi"
    ),
}

LANGUAGES = tuple(_LISTS)

_STOP_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
_NONE: frozenset[str] = frozenset()


def is_stop_word(word: str, language: str) -> bool:
    """Tell whether a folded word says nothing in the language."""
    return word in _STOP_WORDS.get(language, _NONE)
