"""The tables: one module each, with its columns, units, key, writer and readers.

Every table of the design has its module here, also those whose stage is still to come, so that columns are fixed
before the first stage relies on them.
"""

from counterflow.tables.agreement import AGREEMENT, Agreement
from counterflow.tables.alert import ALERT, Alert
from counterflow.tables.belief import BELIEF, Belief
from counterflow.tables.canonical import CANONICAL, Canonical
from counterflow.tables.document import DOCUMENT, Document, Offset, Page
from counterflow.tables.edge import EDGE, Edge
from counterflow.tables.entity import ENTITY, Entity
from counterflow.tables.estimate import ESTIMATE, Estimate
from counterflow.tables.evidence import EVIDENCE, Evidence
from counterflow.tables.exposure import EXPOSURE, Exposure
from counterflow.tables.flow import FLOW, Flow
from counterflow.tables.forecast import FORECAST, Forecast
from counterflow.tables.frame import FRAME, Argument, Frame
from counterflow.tables.given import GIVEN, Given
from counterflow.tables.given_link import GIVEN_LINK, GivenLink
from counterflow.tables.hypothesis import HYPOTHESIS, Hypothesis
from counterflow.tables.identity import IDENTITY, Identity
from counterflow.tables.indicator import INDICATOR, Indicator
from counterflow.tables.lead import LEAD, Lead
from counterflow.tables.leg import LEG, Leg
from counterflow.tables.lineage import LINEAGE, Lineage
from counterflow.tables.link import LINK, Link
from counterflow.tables.match import MATCH, Match
from counterflow.tables.measure import MEASURE, Measure
from counterflow.tables.measure_effect import MEASURE_EFFECT, MeasureEffect
from counterflow.tables.mention import MENTION, Mention
from counterflow.tables.offer import OFFER, Offer
from counterflow.tables.ownership import OWNERSHIP, Ownership
from counterflow.tables.pair import PAIR, Pair
from counterflow.tables.plan import PLAN, Plan
from counterflow.tables.problem import PROBLEM, Problem
from counterflow.tables.publisher import PUBLISHER, Publisher
from counterflow.tables.quantity import QUANTITY, Quantity
from counterflow.tables.release import RELEASE, Release
from counterflow.tables.resource import RESOURCE, Resource
from counterflow.tables.role import ROLE, Role
from counterflow.tables.root import ROOT, Root
from counterflow.tables.route import ROUTE, Route
from counterflow.tables.statement import STATEMENT, Statement
from counterflow.tables.stockpile import STOCKPILE, Stockpile
from counterflow.tables.table import Column, Table, Unit

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        RESOURCE,
        DOCUMENT,
        STATEMENT,
        EVIDENCE,
        PROBLEM,
        OFFER,
        MENTION,
        FRAME,
        QUANTITY,
        GIVEN,
        GIVEN_LINK,
        PAIR,
        LINK,
        CANONICAL,
        ENTITY,
        LINEAGE,
        ROOT,
        PUBLISHER,
        BELIEF,
        AGREEMENT,
        EDGE,
        OWNERSHIP,
        EXPOSURE,
        ROLE,
        ROUTE,
        STOCKPILE,
        IDENTITY,
        LEAD,
        LEG,
        ESTIMATE,
        FLOW,
        MEASURE,
        MEASURE_EFFECT,
        PLAN,
        MATCH,
        ALERT,
        RELEASE,
        INDICATOR,
        HYPOTHESIS,
        FORECAST,
    )
}
"""Every table by its name, in the order of the stages that write them."""

__all__ = [
    "AGREEMENT",
    "ALERT",
    "Agreement",
    "Alert",
    "Argument",
    "BELIEF",
    "Belief",
    "CANONICAL",
    "Canonical",
    "Column",
    "DOCUMENT",
    "Document",
    "EDGE",
    "ENTITY",
    "ESTIMATE",
    "EVIDENCE",
    "EXPOSURE",
    "Edge",
    "Entity",
    "Estimate",
    "Evidence",
    "Exposure",
    "FLOW",
    "FORECAST",
    "FRAME",
    "Flow",
    "Forecast",
    "Frame",
    "GIVEN",
    "GIVEN_LINK",
    "Given",
    "GivenLink",
    "HYPOTHESIS",
    "IDENTITY",
    "Hypothesis",
    "Identity",
    "INDICATOR",
    "Indicator",
    "LEAD",
    "LEG",
    "LINEAGE",
    "LINK",
    "Lead",
    "Leg",
    "Lineage",
    "Link",
    "MATCH",
    "MEASURE",
    "MEASURE_EFFECT",
    "MENTION",
    "Match",
    "Measure",
    "MeasureEffect",
    "Mention",
    "OFFER",
    "OWNERSHIP",
    "Offer",
    "Offset",
    "Ownership",
    "PAIR",
    "PLAN",
    "PROBLEM",
    "PUBLISHER",
    "Page",
    "Pair",
    "Plan",
    "Problem",
    "Publisher",
    "QUANTITY",
    "Quantity",
    "RELEASE",
    "RESOURCE",
    "ROLE",
    "ROOT",
    "ROUTE",
    "Release",
    "Resource",
    "Role",
    "Root",
    "Route",
    "STATEMENT",
    "STOCKPILE",
    "Statement",
    "Stockpile",
    "TABLES",
    "Table",
    "Unit",
]
