"""Roles and their policies."""

from __future__ import annotations

import json

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs


class Role(Handler):
    type = "aws:iam/role:Role"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud("iam").create_role(
            RoleName=inputs["name"], AssumeRolePolicyDocument=inputs["assumeRolePolicy"], Path=inputs.get("path", "/")
        )["Role"]
        return inputs["name"], {"name": inputs["name"], "arn": made["Arn"], "uniqueId": made["RoleId"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        found = cloud("iam").get_role(RoleName=id_)["Role"]
        return {"name": id_, "arn": found["Arn"], "uniqueId": found["RoleId"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud("iam").update_assume_role_policy(RoleName=id_, PolicyDocument=after["assumeRolePolicy"])
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        client = cloud("iam")
        for policy in client.list_role_policies(RoleName=id_)["PolicyNames"]:
            client.delete_role_policy(RoleName=id_, PolicyName=policy)
        client.delete_role(RoleName=id_)


class RolePolicy(Handler):
    type = "aws:iam/rolePolicy:RolePolicy"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        cloud("iam").put_role_policy(
            RoleName=inputs["role"], PolicyName=inputs["name"], PolicyDocument=inputs["policy"]
        )
        return f"{inputs['role']}:{inputs['name']}", {"name": inputs["name"], "role": inputs["role"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        role, _, policy = id_.partition(":")
        found = cloud("iam").get_role_policy(RoleName=role, PolicyName=policy)
        return {"role": role, "name": policy, "policy": json.dumps(found["PolicyDocument"], sort_keys=True)}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        self.create(cloud, "", after)
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        role, _, policy = id_.partition(":")
        cloud("iam").delete_role_policy(RoleName=role, PolicyName=policy)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        id_ = f"{inputs['role']}:{inputs['name']}"
        found = self.read(cloud, id_, inputs)
        return None if found is None else (id_, found)
