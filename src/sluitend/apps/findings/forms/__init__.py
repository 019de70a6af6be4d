"""Forms of findings, evidence, conclusions and recommendations."""

from sluitend.apps.findings.forms.conclusion import ConclusionForm
from sluitend.apps.findings.forms.evidence import ChangeStanceForm, FragmentFilterForm, PickForm, StanceForm
from sluitend.apps.findings.forms.finding import FindingFilterForm, FindingForm
from sluitend.apps.findings.forms.recommendation import RecommendationForm
from sluitend.apps.findings.forms.use import UseForm

__all__ = [
    "ChangeStanceForm",
    "ConclusionForm",
    "FindingFilterForm",
    "FindingForm",
    "FragmentFilterForm",
    "PickForm",
    "RecommendationForm",
    "StanceForm",
    "UseForm",
]
