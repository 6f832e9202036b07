"""The chapters of a report; each public function makes the blocks of one chapter."""
