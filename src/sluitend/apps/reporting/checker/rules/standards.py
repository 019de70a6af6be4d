"""The standards that rules come from; `docs/checker.md` tells which wordings were compared with the standard itself."""

from __future__ import annotations

from sluitend.apps.reporting.checker.rule import Standard

AVG = "AVG (Verordening (EU) 2016/679)"
COREQ = "COREQ (Tong, Sainsbury, Craig 2007)"
DAC = "OECD-DAC Quality Standards for Development Evaluation (2010)"
RPE = "Regeling periodiek evaluatieonderzoek (2018, lapsed on 27 July 2022)"
SRQR = "SRQR (O'Brien et al. 2014)"
UNEG = "UNEG Norms and Standards for Evaluation (2016)"
UNEG_CHECKLIST = "UNEG Quality Checklist for Evaluation Reports (2010)"
UNEP = "UNEP Evaluation Office, quality of recommendations"
UNICEF = "UNICEF-Adapted UNEG Evaluation Reports Standards"
UNIDO = "UNIDO Evaluation Manual, recommendations"

OURS = Standard("Sluitend", "")
