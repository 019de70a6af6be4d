"""Forms of findings, evidence, conclusions and recommendations."""

from sluitend.apps.findings.forms.conclusion import ConclusionForm
from sluitend.apps.findings.forms.confidence import ConfidenceForm
from sluitend.apps.findings.forms.evidence import ChangeStanceForm, FragmentFilterForm, PickForm, StanceForm
from sluitend.apps.findings.forms.finding import FindingFilterForm, FindingForm
from sluitend.apps.findings.forms.logbook import TieForm
from sluitend.apps.findings.forms.merging import MergeForm, SplitForm
from sluitend.apps.findings.forms.recommendation import RecommendationForm
from sluitend.apps.findings.forms.use import UseForm

__all__ = [
    "ChangeStanceForm",
    "ConclusionForm",
    "ConfidenceForm",
    "FindingFilterForm",
    "FindingForm",
    "FragmentFilterForm",
    "MergeForm",
    "PickForm",
    "RecommendationForm",
    "SplitForm",
    "StanceForm",
    "TieForm",
    "UseForm",
]
