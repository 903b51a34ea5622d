"""The cloud of this project, in one place."""

from archloom.resources import Bucket, Queue, Router, Secret

api = Router("rag", cors=True)
documents = Bucket("documents")
index = Bucket("index")
to_index = Queue("to-index", dead_letter=3)
openai_key = Secret("openai", env="OPENAI_API_KEY")
