"""The W3C's Reconciliation Service API 0.2, by which OpenRefine and others match their own tables against the lists.

Specification: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
