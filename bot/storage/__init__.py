"""Every SQL statement of the project; one method is one intention in one short transaction."""
