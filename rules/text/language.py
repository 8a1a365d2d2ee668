"""Catalan or Spanish: which of the two somebody wrote in."""

from typing import Final

from rules.text.patterns import word_set

_CATALAN: Final = word_set("""
    amb i soc dic vull voldria meu meva gracies plau sisplau doneu donar em els aquest aquesta per mes rebre
    baixa bon dia mobil llista que's ja us bona tarda nosaltres som viu visc vui dels missatges treure
    esborreu sóc salutacions cordialment atentament cognoms nom telefon fer perque tambe ens meus l'ajuntament
    """)
_SPANISH: Final = word_set("""
    con y soy llamo quiero quisiera mi mis gracias favor baja los las este esta por mas recibir buenos
    buenas dias tardes movil lista ya nosotros darme darnos deseo solicito mensajes saludos cordialmente
    atentamente apellidos nombre telefono porque tambien nos ruego borrar eliminar quitar den dejar usted
    ustedes ayuntamiento saludo dar para desde como tengo vivo
    """)
"""Words of the one and not of the other."""


def is_spanish(folded: str) -> bool:
    """Whether the folded text is written in Spanish rather than in Catalan."""
    words = [word.strip('.,;:!?()"') for word in folded.split()]
    return sum(word in _SPANISH for word in words) > sum(word in _CATALAN for word in words)
