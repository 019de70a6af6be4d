"""Sentences of which the mean is the centre of a model: as people talk about youth care, and about anything else.

They are ours and fictitious, and the same everywhere, so that vectors made today and next year can be compared.
"""

from __future__ import annotations

SENTENCES: tuple[str, ...] = (
    "Wij hebben bijna een jaar gewacht voordat er iemand kwam.",
    "De wijkcoach belde elke week even op om te vragen hoe het ging.",
    "Het is niet duidelijk wie de regie heeft als er meer dan twee organisaties meedoen.",
    "De gemeente betaalt per traject, en dat past niet bij wat dit gezin nodig heeft.",
    "In het overleg zaten negen mensen, en niemand voelde zich verantwoordelijk.",
    "Op school merkten ze als eersten dat het thuis niet goed ging.",
    "Ik moest mijn verhaal steeds opnieuw vertellen.",
    "De wethouder wil vooral weten of we binnen het budget blijven.",
    "Er zijn afspraken op papier, maar in de praktijk kent bijna niemand ze.",
    "De samenwerking met de politie is het laatste jaar sterk verbeterd.",
    "Dat weet ik eigenlijk niet, daar heb ik nog nooit over nagedacht.",
    "Vanaf achttien jaar valt de hulp in één keer weg.",
    "Het personeel wisselt zo snel dat een jongere in een jaar vier begeleiders had.",
    "Veilig Thuis doet onderzoek en draagt de zaak daarna over.",
    "De wachtlijst voor gespecialiseerde hulp is langer dan de norm toestaat.",
    "Mijn dochter vond het fijn dat iemand echt naar haar luisterde.",
    "Gegevens delen mag niet zomaar, zegt de functionaris.",
    "De rechter sprak een ondertoezichtstelling uit voor een halfjaar.",
    "Volgens de cijfers daalt het aantal verwijzingen door de huisarts.",
    "We hebben afgesproken dat één persoon het aanspreekpunt blijft.",
    "Het tarief dekt de reistijd niet, zei de aanbieder.",
    "Zonder de jongerenwerker was hij niet meer naar school gegaan.",
    "Kunt u een voorbeeld geven van een moment waarop het goed ging?",
    "Dit artikel regelt de inwerkingtreding van de overeenkomst.",
    "De vergadering stelt het verslag ongewijzigd vast.",
    "Vandaag heeft het de hele dag geregend in het noorden van het land.",
    "Voor de lunch waren er broodjes, soep en fruit.",
    "De trein van kwart over acht rijdt niet verder dan het volgende station.",
    "De begroting van volgend jaar wordt in november besproken.",
    "Als professional moet je durven zeggen dat je het niet weet.",
    "Nu wordt er pas ingegrepen als het al te laat is.",
    "We leerden veel van hoe de buurgemeente het aanpakte.",
)
