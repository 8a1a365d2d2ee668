"""The verbs of leaving, receiving and joining, each in one row.

`STRIKE` is what one who wants to leave asks for; `RECEIVE` and `STAY` are what they want no more;
`STOP` turns the one into the other ("deixeu d'enviar-me"); `GIVE` asks only with the noun ("donar de baixa").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from rules.lexicon.conjugation import Tag, forms
from rules.text.patterns import word_set


class Act(StrEnum):
    """What a verb does to who is on a list."""

    STRIKE = "strike"
    RECEIVE = "receive"
    STAY = "stay"
    STOP = "stop"
    GIVE = "give"
    JOIN = "join"
    PUT = "put"  # joins where the list is named: "poseu-me a la llista"


@dataclass(frozen=True, slots=True)
class Verb:
    """A row: what the verb does, its language, its forms (`conjugation`), and a sentence with it."""

    act: Act
    language: str
    notation: str
    example: str


_VERBS: Final[Mapping[tuple[Act, str], Mapping[str, str]]] = {
    (Act.STRIKE, "ca"): {
        "esborr-ar": "Esborreu-me de la llista.",
        "elimin-ar": "Elimineu el meu número.",
        "suprim-ir+eix": "Suprimiu les meves dades.",
        "inf=treure,traure imp=traieu,treieu,treu,tragueu,tregueu,tregui,treguin,tregueu,tragui,traguin,"
        "tregues,traguessiu,traguessin,traguessis,traguis,treguis,traguem,treguem,treieu,trau,trageu,"
        "traeu ppl=tret,treta,trets,tretes ger=traient one=trec,traiem third=treu,treuen cond=trauria,"
        "traurieu,traurien,trauries,treurieu,treuria,treurien,treuries past=treia,treien fut=trauran,"
        "traureu,treureu,treuran": "Traieu-me del grup.",
        "retir-ar": "Retireu-me de la llista.",
        "desapunt-ar": "Desapunteu-me.",
        "desactiv-ar": "Desactiveu el meu número.",
        "desvincul-ar": "Desvinculeu el meu telèfon del servei.",
        "desafili-ar": "Desafilieu-me del canal.",
        "cancel·l-ar cancel.l-ar cancell-ar cancel-ar": "Cancel·leu la meva subscripció.",
        "anul·l-ar anul.l-ar anull-ar anul-ar": "Anul·leu la meva inscripció.",
        "inf=desinscriure,desubscriure,dessubscriure imp=desinscriviu,desinscrigueu,desinscrigui,"
        "desinscriguin,desubscriviu,desubscrigueu,desubscriguin,dessubscriviu ppl=desinscrit,desinscrita,"
        "desubscrit,desubscrita one=desinscric,desubscric third=desinscriu,desubscriu "
        "cond=desinscriurieu,desubscriurieu": "Desinscriviu-me de la llista.",
        "inf=excloure imp=excloeu,exclogueu,exclogui,excloguin ppl=exclos,exclosa,exclosos third=exclou,"
        "exclouen one=excloc cond=exclourieu,exclourien past=excloia": "Excloeu-me dels enviaments.",
        "llev-ar": "Lleveu-me de la llista.",
        "expuls-ar": "Expulseu-me del grup.",
        # borrowed by who writes Catalan
        "borr-ar": "Borreu-me.",
        "quit-ar": "Quiteu-me.",
        "sac-ar/saqu": "Saqueu-me.",
        # going out, by who is on it
        "inf=sortir imp=surti,sortiu,surtin ppl=sortit one=surto,sortim,sortire third=surt,surten "
        "cond=sortiria,sortiriem past=sortia fut=sortiran": "Vull sortir de la llista.",
        "pleg-ar/plegu": "Plego de la llista.",
        "marx-ar": "Vull marxar de la llista.",
        "abandon-ar": "Vull abandonar el grup.",
    },
    (Act.STRIKE, "es"): {
        "borr-ar": "Bórrenme de la lista.",
        "elimin-ar": "Eliminen mi número.",
        "suprim-ir": "Supriman mis datos.",
        "quit-ar": "Quítenme del grupo.",
        "sac-ar/saqu": "Sáquenme de la lista.",
        "retir-ar": "Retírenme de la lista.",
        "desapunt-ar": "Desapúntenme.",
        "desactiv-ar": "Desactiven mi número.",
        "desvincul-ar": "Desvinculen mi teléfono.",
        "cancel-ar": "Cancelen mi suscripción.",
        "anul-ar": "Anulen mi inscripción.",
        "desuscrib-ir desinscrib-ir ppl=desuscrito,desinscrito": "Desuscríbanme.",
        "exclu-ir imp=excluya,excluyan,excluyame,excluyanme": "Exclúyanme de los envíos.",
        "inf=salir,salirme,salirnos one=salgo,salimos third=sale,salen cond=saldria "
        "imp=salga": "Quiero salir del grupo.",
        "abandon-ar": "Quiero abandonar el grupo.",
    },
    (Act.STRIKE, "en"): {
        "imp=remove,delete,unsubscribe,strike inf=remove,delete,unsubscribe,leave ger=removing,deleting "
        "ppl=removed,deleted,unsubscribed": "Please remove me from the list."
    },
    (Act.STRIKE, "fr"): {
        "inf=desinscrire,retirer,supprimer,enlever,radier,desabonner imp=desinscrivez,retirez,supprimez,"
        "enlevez,radiez,desabonnez,desinscriviez,retiriez,supprimiez": "Pouvez-vous me retirer de la liste ?"
    },
    (Act.RECEIVE, "ca"): {
        "inf=rebre imp=rebi,rebin,rebem ppl=rebut,rebuda,rebuts,rebudes ger=rebent one=rebo,rebem "
        "third=rep,reben past=rebia fut=rebre": "No vull rebre més missatges.",
        "inf=enviar imp=envieu,envii,enviin,enviis,enviessiu,enviessin fut=enviareu ger=enviant "
        "third=envia,envien past=enviaveu,enviaven cond=enviarieu": "No m'envieu res més.",
        "inf=mandar imp=mandeu,mandi,mandin,mandis third=manda": "No em mandeu més missatges.",
        "arrib-ar": "No vull que m'arribin més avisos.",
    },
    (Act.RECEIVE, "es"): {
        "recib-ir": "No quiero recibir más mensajes.",
        "inf=enviar imp=envien,envieis,enviad,envie,enviasen ger=enviando "
        "third=envian,enviais": "No me envíen nada más.",
        "inf=mandar imp=manden,mandeis,mandad,mande ger=mandando third=mandan": "No me manden más mensajes.",
        "lleg-ar/llegu": "No quiero que me lleguen más avisos.",
    },
    (Act.RECEIVE, "en"): {
        "inf=receive,get imp=send "
        "ger=receiving,getting,sending": "I do not want to receive any more messages."
    },
    (Act.RECEIVE, "fr"): {"inf=recevoir imp=envoyez,envoyiez": "Je ne veux plus recevoir vos messages."},
    (Act.STAY, "ca"): {
        "inf=ser,esser,estar,formar,figurar,constar,pertanyer,participar "
        "imp=sigui,estigui,consti": "No vull ser a la llista.",
        "continu-ar": "No vull continuar a la llista.",
        "inf=seguir one=segueixo,seguim third=segueix,segueixen "
        "imp=segueixi,seguiu": "No vull seguir a la llista.",
        "inf=quedar,quedar-se,mantenir,conservar one=quedo,quedem fut=quedare,quedarem third=queda,"
        "queden imp=quedi,mantingueu,manteniu": "Vull quedar-me a la llista.",
    },
    (Act.STAY, "es"): {
        "inf=estar,figurar,pertenecer imp=figure,conste": "No quiero estar en la lista.",
        "inf=seguir one=sigo,seguimos third=sigue,siguen imp=siga,sigan": "No quiero seguir en la lista.",
        "inf=quedar,quedarme,mantener one=quedo,quedamos fut=quedare,quedaremos third=queda,quedan "
        "imp=mantengan,mantened": "Quiero quedarme.",
    },
    (Act.STOP, "ca"): {
        "deix-ar": "Deixeu d'enviar-me missatges.",
        "inf=parar imp=pareu,parin": "Pareu d'enviar-me missatges.",
        "desist-ir+eix": "Desisteixo de la baixa.",
    },
    (Act.STOP, "es"): {
        "dej-ar": "Dejen de enviarme mensajes.",
        "desist-ir": "Desisto de la baja.",
        "inf=parar imp=paren,parad": "Paren de enviarme mensajes.",
    },
    (Act.STOP, "en"): {"imp=stop inf=stop": "Please stop sending me messages."},
    (Act.GIVE, "ca"): {
        "don-ar one=dono,donem imp=doneu,doni,donin,donis,donessiu,donguin,dongui,dona "
        "third=dona,donen": "Doneu-me de baixa."
    },
    (Act.GIVE, "en"): {"imp=take inf=take ppl=taken ger=taking": "Please take me off the list."},
    (Act.GIVE, "es"): {
        "inf=dar,darme,darnos,darle,darlo,darla,darles,darlos,darse imp=den,denme,dennos,denle,denles,"
        "denlo,denla,deme,dad,dadme,dadnos,dadle,dame,danos,deis,diera,dieran,dierais,diesen ppl=dado,"
        "dada,dados,dadas ger=dando one=doy,damos third=da,dan,dais cond=daria,dariais,darian past=daba,"
        "dio,dieron fut=daran,daremos": "Denme de baja."
    },
    (Act.JOIN, "ca"): {
        "apunt-ar": "Apunteu-me a la llista.",
        "inf=inscriure,subscriure imp=inscriviu,inscrigueu,inscrigui,inscriguin,subscriviu,subscrigui "
        "ppl=inscrit,inscrita,subscrit,subscrita one=inscric,subscric,inscrivim third=inscriu,subscriu "
        "cond=inscriurieu,subscriurieu": "Inscriviu-me a la llista.",
        "afeg-ir+eix imp=afegeix,afegiu ppl=afegit": "Afegiu-me a la llista.",
        "inf=incloure imp=incloeu,inclogueu,inclou,inclogui,incloguin ppl=inclos,inclosa "
        "cond=inclourieu": "Incloeu-me a la llista.",
        "incorpor-ar": "Incorporeu-me al grup.",
        "agreg-ar/agregu": "Agregueu-me al grup.",
    },
    (Act.JOIN, "es"): {
        "apunt-ar": "Apúntenme a la lista.",
        "inscrib-ir suscrib-ir ppl=inscrito,suscrito": "Inscríbanme en la lista.",
        "anad-ir imp=anada,anadan,anade,anadame,anadanme": "Añádanme a la lista.",
        "inclu-ir imp=incluya,incluyan,incluyame,incluyanme": "Inclúyanme en la lista.",
        "agreg-ar/agregu incorpor-ar": "Agréguenme al grupo.",
    },
    (Act.JOIN, "en"): {"imp=add,subscribe,join inf=join,subscribe ppl=added": "Please add me."},
    (Act.JOIN, "fr"): {
        "inf=inscrire,ajouter,abonner imp=inscrivez,ajoutez,abonnez "
        "ppl=inscrite,ajoute,ajoutee": "Je voudrais m'inscrire à la liste."
    },
    (Act.PUT, "ca"): {"pos-ar imp=posa fic-ar/fiqu entr-ar": "Poseu-me a la llista."},
    (Act.PUT, "es"): {
        "inf=poner,ponerme,meter,meterme,entrar imp=pongan,pon,ponga,ponganme,poned,ponme,metan,meted,"
        "metanme": "Pónganme en la lista."
    },
}
"""The verbs of each act in each language: their forms (`conjugation`), and a sentence with them."""
VERBS: Final = tuple(
    Verb(act, language, notation, example)
    for (act, language), rows in _VERBS.items()
    for notation, example in rows.items()
)


@dataclass(frozen=True, slots=True)
class Form:
    """What one written form may be: which act, in which use."""

    act: Act | None
    tags: frozenset[Tag]


NO_VERB: Final = Form(None, frozenset())
"""The form of every other word."""


def _by_form(rows: Iterable[Verb]) -> Mapping[str, Form]:
    found: dict[str, Form] = {}
    for row in rows:
        for form, tags in forms(row.notation, row.language).items():
            before = found.get(form)
            if before is None or before.act is row.act:
                found[form] = _form(row.act, tags | (before.tags if before else frozenset()))
    return MappingProxyType(found)


@cache
def _form(act: Act, tags: frozenset[Tag]) -> Form:
    """One for all that are alike: of ten thousand forms sixty are."""
    return Form(act, tags)


_OF_JOINING: Final = frozenset({Act.JOIN, Act.PUT})
FORMS: Final = _by_form(verb for verb in VERBS if verb.act not in _OF_JOINING)
"""Every form of the verbs of leaving, receiving and staying, folded."""
JOINS: Final = _by_form(verb for verb in VERBS if verb.act in _OF_JOINING)
"""Every form of the verbs of joining, folded."""


NOUNS: Final = word_set("baixa baja baxa vaixa vaja baija baixes bajas desinscription off")
"""The noun of leaving, as it is spelt; "off" stands as it does beside "take"."""

JOIN_NOUNS: Final = frozenset({"alta", "altas", "altes"})
"""The noun of joining, where it is not the adjective."""
