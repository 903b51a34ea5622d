"""The model stand-in: answers in the place of a language model, so that an app runs in the sandbox without any key.

It speaks the protocols that the clients of LangChain speak (OpenAI, Anthropic, Bedrock runtime, SageMaker runtime,
Ollama). The answers are no model's: they are made from the question by fixed rules, say so, and are the same each time.
"""
