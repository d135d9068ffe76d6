"""Plan: which measures, under a budget, cut most of a flow, and still do after it has re-routed."""
