"""Pages for the owners of processes: reading, drawing, trying, publishing BPMN models."""
