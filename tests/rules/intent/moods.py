"""Every verb of the lexicon in every mood that asks for nothing: mails that must never act.

A mood is a sentence with places for the forms of a verb: one that is added to the lexicon is covered at once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rules.intent.striking import is_going_out
from rules.lexicon.conjugation import Tag, forms
from rules.lexicon.verbs import VERBS, Act

OFFICIAL: Final = "BAIXA Vallclara Informa WhatsApp"
OWN: Final = {"ca": "Sobre la llista de WhatsApp", "es": "Sobre la lista de WhatsApp"}
DATA: Final = "\n\nRoser Vilamala Coromines\nDNI 40312877H\nMòbil 622010203\n"


@dataclass(frozen=True, slots=True)
class Said:
    """The forms of a verb as the moods need them: of the writer, and of another."""

    inf: str  # "esborrar"
    inf_me: str  # "esborrar-me"
    me_imp: str  # "m'esborreu"
    imp_me: str  # "esborreu-me"
    him_imp: str  # "l'esborreu"
    imp: str  # "esborreu"


STRIKES: Final = {
    "ca": {
        "negated": (
            "No {me_imp} de la llista.",
            "No vull {inf_me} de la llista.",
            "Encara no vull {inf_me}.",
            "Sobretot no {me_imp} del grup.",
            "No us demano que {me_imp}.",
            "No cal que {me_imp} de la llista.",
            "No pretenc {inf_me} de la llista.",
            "Mai he volgut {inf_me} de la llista.",
            "Tampoc vull que {me_imp}.",
            "Que no {me_imp}, si us plau!",
            "No és la meva intenció {inf_me} de la llista.",
        ),
        "double negation": (
            "No és que no vulgui {inf_me}, és que no sé què fer.",
            "No vull que no {me_imp}.",
        ),
        "a but behind": (
            "{Imp_me} de la llista, però us denunciaré.",
            "Vull {inf_me} de la llista, però no sé si cal.",
        ),
        "for a while": (
            "{Imp_me} de la llista un mes.",
            "{Imp_me} de la llista aquest mes.",
            "Temporalment {imp_me} de la llista.",
            "{Imp_me} de la llista. Uns dies.",
        ),
        "known to be possible": (
            "M'alegra saber que puc {inf_me} de la llista.",
            "Ja sé que em puc {inf} de la llista.",
            "Gràcies per recordar-me que em puc {inf} de la llista.",
        ),
        "attributed": (
            "És fals que vulgui {inf_me} de la llista.",
            "Veig que heu entès que vull {inf_me} de la llista.",
            "Em sorprèn llegir que demano {inf_me} de la llista.",
            "Algú ha escrit {imp_me} de la llista.",
            "Jo mai no diria {imp_me} de la llista.",
        ),
        "of a paper": ("Necessito la instància per {inf_me} de la llista.",),
        "a reason that stays": (
            "{Imp_me} de la llista perquè em quedaré amb l'altre número.",
            "{Imp_me} de la llista perquè m'hi poseu amb el telèfon nou.",
        ),
        "something else as well": (
            "{Imp_me} de la llista i poseu-m'hi amb el número nou.",
            "{Imp_me} de la llista i envieu-m'ho per correu.",
        ),
        "what nobody knows behind": ("{Imp_me} de la llista. Xirinola brufol.",),
        "a threat": ("Un altre missatge a la nit i demano {inf_me} de la llista.",),
        "condition": (
            "{Imp_me} de la llista així que acabi l'obra.",
            "{Imp_me} de la llista si acabo venent la casa.",
            "Si marxo del poble, {imp_me} de la llista.",
            "{Imp_me} només si canvio de número.",
            "{Imp_me} de la llista en cas que em mori.",
            "A menys que digui el contrari, {imp_me}.",
        ),
        "later": (
            "{Imp_me} de la llista el mes que ve.",
            "{Imp_me} de la llista a partir del gener.",
            "{Imp_me} quan us ho digui jo.",
            "{Imp_me} de la llista, que sigui al gener.",
            "El meu fill diu que {me_imp} de la llista el mes que ve.",
            "Encara no {me_imp}.",
            "{Imp_me} de la llista més endavant.",
            "{Imp_me} de la llista al següent missatge.",
            "{Imp_me} de la llista el 31 12 2027.",
            "{Imp_me} de la llista per al 12/2027.",
            "{Imp_me} de la llista el 31/12/2027.",
            "{Imp_me} de la llista, 31-12-27.",
            "{Imp_me} de la llista el 2027-12-31.",
            "Quan vengui la casa, {imp_me}.",
        ),
        "question": (
            "Com puc {inf_me} de la llista?",
            "Què he de fer per {inf_me} de la llista?",
            "Per què m'heu de {inf}?",
            "Voldria saber com {inf_me} de la llista.",
            "Quan podré {inf_me} de la llista?",
            "És difícil {inf_me} de la llista?",
            "No sé si {inf_me} de la llista.",
            "M'heu de {inf} de la llista?",
            "Es pot {inf} de la llista?",
        ),
        "told": (
            "L'any passat em vau {inf} de la llista.",
            "M'havíeu de {inf} de la llista i no ho vau fer bé amb el meu cunyat.",
            "Em van dir que podia {inf_me} quan volgués.",
            "Abans volia {inf_me}, ara ja no.",
        ),
        "said by others": ("Diuen que {me_imp}.", "El meu veí diu que {me_imp} de la llista."),
        "of a neighbour": (
            "El meu veí vol que {him_imp} de la llista.",
            "El meu veí vol {inf_him} de la llista.",
        ),
        "taken back": (
            "{Imp_me} de la llista. Ben pensat, no ho feu.",
            "Volia {inf_me}. Ara ja no.",
            "Vull {inf_me} de la llista. Que no, que és broma.",
            "Voldria {inf_me} de la llista. Bé, deixeu-ho estar.",
            "{Imp_me} de la llista. Al final no.",
            "Vull {inf_me} de la llista. M'ho he repensat.",
        ),
        "of something else": (
            "Em podeu enviar una còpia de la meva petició per {inf_me}?",
            "Em sap greu haver demanat de {inf_me}, no en feu cas.",
            "Gràcies per no {inf_me}.",
        ),
    },
    "es": {
        "negated": (
            "No {me_imp} de la lista.",
            "No quiero {inf_me} de la lista.",
            "Todavía no quiero {inf_me}.",
            "No les pido que {me_imp}.",
            "No hace falta que {me_imp} de la lista.",
            "Tampoco quiero que {me_imp}.",
            "Nunca he querido {inf_me} de la lista.",
            "No pretendo {inf_me}.",
        ),
        "double negation": ("No es que no quiera {inf_me}, es que no sé qué hacer.",),
        "a but behind": (
            "{Imp_me} de la lista, pero os denunciaré.",
            "Quiero {inf_me} de la lista, pero no sé si hace falta.",
        ),
        "for a while": (
            "{Imp_me} de la lista un mes.",
            "{Imp_me} de la lista este mes.",
            "Por unos meses {imp_me} de la lista.",
        ),
        "known to be possible": (
            "Me alegra saber que puedo {inf_me} de la lista.",
            "Vale, entiendo que puedo {inf_me} de la lista.",
        ),
        "attributed": (
            "Es falso que quiera {inf_me} de la lista.",
            "Habéis entendido que quiero {inf_me} de la lista.",
            "Nunca diré {imp_me} de la lista.",
        ),
        "of a paper": ("Necesito la instancia para {inf_me} de la lista.",),
        "a reason that stays": ("{Imp_me} de la lista porque me quedaré con el otro número.",),
        "something else as well": ("{Imp_me} de la lista y pónganme con el número nuevo.",),
        "what nobody knows behind": ("{Imp_me} de la lista. Chirlindo brúfol.",),
        "a threat": ("Otro mensaje a medianoche y pido {inf_me} de la lista.",),
        "condition": (
            "{Imp_me} de la lista si acabo vendiendo la casa.",
            "Si me voy del pueblo, {imp_me} de la lista.",
            "{Imp_me} solo si cambio de número.",
            "A menos que diga lo contrario, {imp_me}.",
        ),
        "later": (
            "{Imp_me} de la lista el mes que viene.",
            "{Imp_me} de la lista a partir de enero.",
            "{Imp_me} cuando yo lo diga.",
            "{Imp_me} de la lista, que sea en enero.",
            "Mi hija dice que {me_imp} de la lista el mes que viene.",
            "Todavía no {me_imp}.",
            "Cuando venda la casa, {imp_me}.",
            "{Imp_me} de la lista el 31/12/2027.",
            "{Imp_me} de la lista, 31-12-27.",
            "{Imp_me} de la lista el 2027-12-31.",
        ),
        "question": (
            "¿Cómo puedo {inf_me} de la lista?",
            "¿Me tienen que {inf} de la lista?",
            "¿Se puede {inf} de la lista?",
            "¿Qué tengo que hacer para {inf_me} de la lista?",
            "Quisiera saber cómo {inf_me} de la lista.",
            "¿Cuándo podré {inf_me} de la lista?",
            "No sé si {inf_me} de la lista.",
        ),
        "told": (
            "El año pasado pedí {inf_me} de la lista.",
            "Me dijeron que podía {inf_me} cuando quisiera.",
            "Antes quería {inf_me}, ahora ya no.",
        ),
        "said by others": ("Dicen que {me_imp}.", "Mi vecino dice que {me_imp} de la lista."),
        "of a neighbour": (
            "Mi vecino quiere que {him_imp} de la lista.",
            "Mi vecina quiere {inf_him} de la lista.",
        ),
        "taken back": (
            "{Imp_me} de la lista. Bien pensado, no lo hagan.",
            "Quería {inf_me}. Ahora ya no.",
            "Quiero {inf_me} de la lista. Que no, que es broma.",
            "Quisiera {inf_me} de la lista. Bueno, déjenlo.",
            "Quiero {inf_me} de la lista. Me lo he pensado mejor.",
        ),
        "of something else": (
            "¿Me pueden enviar una copia de mi petición para {inf_me}?",
            "Gracias por no {inf_me}.",
        ),
    },
}
"""What asks for nothing, by mood, with a verb of taking off."""

PLAIN: Final = {
    "ca": (
        "Vull {inf_me} de la llista de WhatsApp.",
        "Em podeu {inf} de la llista de WhatsApp?",
        "{Imp_me} de la llista de WhatsApp.",
    ),
    "es": (
        "Quiero {inf_me} de la lista de WhatsApp.",
        "¿Me pueden {inf} de la lista de WhatsApp?",
        "{Imp_me} de la lista de WhatsApp.",
    ),
}
"""The plain wish, the polite request and the command."""

RECEIVES: Final = {
    "ca": (
        "Vull {inf} els missatges de la llista.",
        "No vull deixar de {inf} els missatges de la llista.",
        "Vull continuar a la llista per {inf} els missatges.",
        "No deixeu de {inf} els missatges.",
        "Sí que vull {inf} els avisos.",
        "Si no vull {inf} més missatges, què he de fer?",
        "Potser no vull {inf} més missatges.",
        "No vull {inf} més missatges a partir del gener.",
        "No vull {inf} més àudios de la fira.",
        "El meu veí diu que no vol {inf} més missatges.",
        "No vull {inf} més missatges. Al final no, deixeu-ho estar.",
    ),
    "es": (
        "Quiero {inf} los mensajes de la lista.",
        "No quiero dejar de {inf} los mensajes de la lista.",
        "No dejen de {inf} los mensajes.",
        "Sí que quiero {inf} los avisos.",
        "Si no quiero {inf} más mensajes, ¿qué tengo que hacer?",
        "Quizás no quiero {inf} más mensajes.",
        "No quiero {inf} más mensajes a partir de enero.",
        "No quiero {inf} más audios de la feria.",
        "Mi vecino dice que no quiere {inf} más mensajes.",
        "No quiero {inf} más mensajes. Al final no, déjenlo.",
    ),
}
"""What asks for nothing, or not for all of it, with a verb of receiving."""


Forms = Mapping[str, frozenset[Tag]]


def verbs(act: Act, language: str) -> Iterator[Forms]:
    """The forms of each verb of a row, where it begins with its infinitive or its stem."""
    for notation in re.split(r"\s+(?=inf=|[^\s=]+-)", VERBS[act, language].strip()):
        yield forms(notation, language)


def strikes(language: str) -> Iterator[Said]:
    """The forms in the moods of each verb of taking off that is done to the writer, and of the noun."""
    for verb in verbs(Act.STRIKE, language):
        if not is_going_out(first(verb, Tag.INFINITIVE)):
            yield _said(verb, language)
    yield _OF_NOUN[language]


def receives(language: str) -> Iterator[str]:
    """The infinitive of each verb of receiving that the writer may do."""
    return (first(verb, Tag.INFINITIVE) for verb in verbs(Act.RECEIVE, language))


def first(verb: Forms, tag: Tag, ending: str = "") -> str:
    """Its first form of that use, with that ending."""
    return next(form for form, tags in verb.items() if tag in tags and form.endswith(ending))


_OF_NOUN: Final = {
    "ca": Said(
        inf="donar de baixa",
        inf_me="donar-me de baixa",
        me_imp="em doneu de baixa",
        imp_me="doneu-me de baixa",
        him_imp="el doneu de baixa",
        imp="doneu de baixa",
    ),
    "es": Said(
        inf="dar de baja",
        inf_me="darme de baja",
        me_imp="me den de baja",
        imp_me="denme de baja",
        him_imp="lo den de baja",
        imp="den de baja",
    ),
}


def _said(verb: Forms, language: str) -> Said:
    inf = first(verb, Tag.INFINITIVE)
    if language == "es":
        imp = first(verb, Tag.IMPERATIVE, "n")
        return Said(inf, f"{inf}me", f"me {imp}", f"{imp}me", f"lo {imp}", imp)
    imp = first(verb, Tag.IMPERATIVE, "u")
    me = f"m'{imp}" if imp[0] in "aeiou" else f"em {imp}"
    him = f"l'{imp}" if imp[0] in "aeiou" else f"el {imp}"
    return Said(inf, f"{inf}'m" if inf.endswith("e") else f"{inf}-me", me, f"{imp}-me", him, imp)


def filled(sentence: str, said: Said, language: str) -> str:
    """The sentence with the verb's forms in it."""
    infinitive = said.inf_me.split(" ")[0]
    him = {
        "ca": said.inf_me.replace("-me", "-lo").replace("'m", "'l"),
        "es": said.inf_me.replace(infinitive, infinitive.removesuffix("me") + "lo"),
    }
    imp_me = said.imp_me
    return sentence.format(
        inf=said.inf,
        inf_me=said.inf_me,
        inf_him=him[language],
        me_imp=said.me_imp,
        imp_me=imp_me,
        Imp_me=imp_me[0].upper() + imp_me[1:],
        him_imp=said.him_imp,
        imp=said.imp,
    )
