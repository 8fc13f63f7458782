"""BPMN 2.0 as a format: its grammar, references and structural rules, each with the words that a check prints."""
