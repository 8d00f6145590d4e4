"""Words that may mean danger: whom they concern sees where help is, facilitators get a case. Nothing is hidden."""
