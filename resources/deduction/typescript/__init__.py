"""Reading TypeScript: the CDK programs beside Python code that say what starts it and by which names it is called."""
