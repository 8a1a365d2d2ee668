"""The verbs of leaving, receiving and joining, each in the row of what it does.

`STRIKE` is what one who wants to leave asks for; `RECEIVE` and `STAY` are what they want no more;
`STOP` turns the one into the other ("deixeu d'enviar-me"); `GIVE` asks only with the noun ("donar de baixa").
"""

from collections.abc import Iterator, Mapping
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


VERBS: Final[Mapping[tuple[Act, str], str]] = {
    (Act.STRIKE, "ca"): """
        esborr-ar elimin-ar suprim-ir+eix retir-ar desapunt-ar desactiv-ar desvincul-ar desafili-ar
        revoc-ar/revoqu
        inf=llevar imp=lleveu,llevau,llevi,llevin,lleven,llevis,llevem,llevareu,llevassiu,llevessiu,llevessis
        imp=llevessin
        expuls-ar borr-ar quit-ar sac-ar/saqu pleg-ar/plegu marx-ar abandon-ar
        cancel·l-ar cancel.l-ar cancell-ar cancel-ar anul·l-ar anul.l-ar anull-ar anul-ar
        inf=treure,traure imp=traieu,treu,tragueu,tregueu,tregui,treguin,tragui,traguin,tregues
        imp=traguessiu,traguessin,traguessis,treguessiu,treguessin,traguis,treguis,traguem,treguem,treieu
        imp=trau,trageu,traeu
        ppl=tret,treta,trets,tretes ger=traient one=trec,traiem third=treu,treuen past=treia,treien
        cond=trauria,traurieu,traurien,trauries,treurieu,treuria,treurien,treuries
        fut=trauran,traureu,treureu,treuran
        inf=desinscriure,desubscriure,dessubscriure imp=desinscriviu,desinscrigueu,desinscrigui
        imp=desinscriguin,desubscriviu,desubscrigueu,desubscriguin,dessubscriviu
        ppl=desinscrit,desinscrita,desubscrit,desubscrita one=desinscric,desubscric
        third=desinscriu,desubscriu cond=desinscriurieu,desubscriurieu
        inf=excloure imp=excloeu,exclogueu,exclogui,excloguin ppl=exclos,exclosa,exclosos
        third=exclou,exclouen one=excloc cond=exclourieu,exclourien past=excloia
        inf=sortir imp=surti,sortiu,surtin ppl=sortit one=surto,sortim,sortire third=surt,surten
        cond=sortiria,sortiriem past=sortia fut=sortiran
    """,
    (Act.STRIKE, "es"): """
        borr-ar elimin-ar suprim-ir quit-ar sac-ar/saqu retir-ar desapunt-ar desactiv-ar desvincul-ar
        revoc-ar/revoqu
        cancel-ar anul-ar abandon-ar exclu-ir imp=excluya,excluyan,excluyame,excluyanme
        desuscrib-ir ppl=desuscrito desinscrib-ir ppl=desinscrito
        inf=salir,salirme,salirnos one=salgo,salimos third=sale,salen cond=saldria imp=salga
    """,
    (Act.STRIKE, "en"): """
        inf=remove,delete,unsubscribe,leave imp=remove,delete,unsubscribe,strike ger=removing,deleting
        ppl=removed,deleted,unsubscribed
    """,
    (Act.STRIKE, "fr"): """
        inf=desinscrire,retirer,supprimer,enlever,radier,desabonner
        imp=desinscrivez,retirez,supprimez,enlevez,radiez,desabonnez,desinscriviez,retiriez,supprimiez
    """,
    (Act.RECEIVE, "ca"): """
        arrib-ar
        inf=rebre imp=rebi,rebin,rebem ppl=rebut,rebuda,rebuts,rebudes ger=rebent one=rebo,rebem
        third=rep,reben past=rebia fut=rebre
        inf=enviar imp=envieu,envii,enviin,enviis,enviessiu,enviessin fut=enviareu ger=enviant
        third=envia,envien past=enviaveu,enviaven cond=enviarieu
        inf=mandar imp=mandeu,mandi,mandin,mandis third=manda
    """,
    (Act.RECEIVE, "es"): """
        recib-ir lleg-ar/llegu
        inf=enviar imp=envien,envieis,enviad,envie,enviasen ger=enviando third=envian,enviais
        inf=mandar imp=manden,mandeis,mandad,mande ger=mandando third=mandan
    """,
    (Act.RECEIVE, "en"): "inf=receive,get imp=send ger=receiving,getting,sending",
    (Act.RECEIVE, "fr"): "inf=recevoir imp=envoyez,envoyiez",
    (Act.STAY, "ca"): """
        continu-ar
        inf=ser,esser,estar,formar,figurar,constar,pertanyer,participar imp=sigui,estigui,consti
        inf=seguir one=segueixo,seguim third=segueix,segueixen imp=segueixi,seguiu
        inf=quedar,quedar-se,mantenir,conservar one=quedo,quedem fut=quedare,quedarem third=queda,queden
        imp=quedi,mantingueu,manteniu
    """,
    (Act.STAY, "es"): """
        inf=estar,figurar,pertenecer imp=figure,conste
        inf=seguir one=sigo,seguimos third=sigue,siguen imp=siga,sigan
        inf=quedar,quedarme,mantener one=quedo,quedamos fut=quedare,quedaremos third=queda,quedan
        imp=mantengan,mantened
    """,
    (Act.STOP, "ca"): "deix-ar renunci-ar desist-ir+eix inf=parar imp=pareu,parin",
    (Act.STOP, "es"): "dej-ar renunci-ar desist-ir inf=parar imp=paren,parad",
    (Act.STOP, "en"): "inf=stop imp=stop",
    (Act.GIVE, "ca"): """
        don-ar imp=donguin,dongui,dona
    """,
    (Act.GIVE, "es"): """
        inf=dar,darme,darnos,darle,darlo,darla,darles,darlos,darse
        imp=den,denme,dennos,denle,denles,denlo,denla,deme,dad,dadme,dadnos,dadle,dame,danos,deis,diera
        imp=dieran,dierais,diesen ppl=dado,dada,dados,dadas ger=dando one=doy,damos third=da,dan,dais
        cond=daria,dariais,darian past=daba,dio,dieron fut=daran,daremos
    """,
    (Act.GIVE, "en"): "inf=take imp=take ppl=taken ger=taking",
    (Act.JOIN, "ca"): """
        apunt-ar incorpor-ar agreg-ar/agregu afeg-ir+eix imp=afegeix
        inf=inscriure,subscriure imp=inscriviu,inscrigueu,inscrigui,inscriguin,subscriviu,subscrigui
        ppl=inscrit,inscrita,subscrit,subscrita one=inscric,subscric,inscrivim third=inscriu,subscriu
        cond=inscriurieu,subscriurieu
        inf=incloure imp=incloeu,inclogueu,inclou,inclogui,incloguin ppl=inclos,inclosa cond=inclourieu
    """,
    (Act.JOIN, "es"): """
        apunt-ar agreg-ar/agregu incorpor-ar inclu-ir imp=incluya,incluyan,incluyame,incluyanme
        inscrib-ir ppl=inscrito suscrib-ir ppl=suscrito anad-ir imp=anade,anadame,anadanme
    """,
    (Act.JOIN, "en"): "inf=join,subscribe imp=add,subscribe,join ppl=added",
    (Act.JOIN, "fr"): """
        inf=inscrire,ajouter,abonner imp=inscrivez,ajoutez,abonnez ppl=inscrite,ajoute,ajoutee
    """,
    (Act.PUT, "ca"): "pos-ar imp=posa fic-ar/fiqu entr-ar",
    (Act.PUT, "es"): """
        inf=poner,ponerme,meter,meterme,entrar imp=pongan,pon,ponga,ponganme,poned,ponme,metan,meted,metanme
    """,
}
"""The verbs of each act in each language (`conjugation`)."""


@dataclass(frozen=True, slots=True)
class Form:
    """What one written form may be: which act, in which use."""

    act: Act | None
    tags: frozenset[Tag]


NO_VERB: Final = Form(None, frozenset())
"""The form of every other word."""


def _by_form(*acts: Act) -> Mapping[str, Form]:
    found: dict[str, Form] = {}
    for (act, language), notation in VERBS.items():
        for form, tags in forms(notation, language).items() if act in acts else ():
            found[form] = _form(act, tags | found.get(form, NO_VERB).tags)
    return MappingProxyType(found)


@cache
def _form(act: Act, tags: frozenset[Tag]) -> Form:
    """One for all that are alike: of ten thousand forms sixty are."""
    return Form(act, tags)


FORMS: Final = _by_form(Act.STRIKE, Act.RECEIVE, Act.STAY, Act.STOP, Act.GIVE)
"""Every form of the verbs of leaving, receiving and staying, folded."""
JOINS: Final = _by_form(Act.JOIN, Act.PUT)
"""Every form of the verbs of joining, folded."""


def _slips(word: str) -> Iterator[str]:
    """The word with each two of its letters that stand side by side in the wrong order."""
    for j in range(len(word) - 1):
        yield f"{word[:j]}{word[j + 1]}{word[j]}{word[j + 2 :]}"


NOUNS: Final = word_set("baixa baja baxa vaixa vaja baija baixes bajas desinscription off").union(
    _slips("baixa"), _slips("baja")
)
"""The noun of leaving, as it is spelt, "biaxa" too; "off" stands as it does beside "take"."""

JOIN_NOUNS: Final = frozenset({"alta", "altas", "altes"})
"""The noun of joining, where it is not the adjective."""
