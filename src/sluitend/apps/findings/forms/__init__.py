"""Forms of findings, evidence, conclusions and recommendations."""

from sluitend.apps.findings.forms.agreements import KeptForm, ShowsForm, WrittenForm
from sluitend.apps.findings.forms.compare import CompareForm, EmptyForm
from sluitend.apps.findings.forms.conclusion import ConclusionForm
from sluitend.apps.findings.forms.confidence import ConfidenceForm
from sluitend.apps.findings.forms.evidence import ChangeStanceForm, FragmentFilterForm, PickForm, StanceForm
from sluitend.apps.findings.forms.filter import FindingFilterForm
from sluitend.apps.findings.forms.finding import FindingForm
from sluitend.apps.findings.forms.logbook import TieForm
from sluitend.apps.findings.forms.merging import MergeForm, SplitForm
from sluitend.apps.findings.forms.recommendation import OrderForm, RecommendationForm
from sluitend.apps.findings.forms.results import ChangeResultForm, PickResultForm, ResultStanceForm, UseResultForm
from sluitend.apps.findings.forms.use import UseForm

__all__ = [
    "ChangeResultForm",
    "ChangeStanceForm",
    "CompareForm",
    "ConclusionForm",
    "ConfidenceForm",
    "EmptyForm",
    "FindingFilterForm",
    "FindingForm",
    "FragmentFilterForm",
    "KeptForm",
    "MergeForm",
    "OrderForm",
    "PickForm",
    "PickResultForm",
    "RecommendationForm",
    "ResultStanceForm",
    "ShowsForm",
    "SplitForm",
    "StanceForm",
    "TieForm",
    "UseForm",
    "UseResultForm",
    "WrittenForm",
]
