"""Flatten parameters of Auto Scaling's Query API, for generic calls."""

from __future__ import annotations

from reboto._arguments import need_dict
from reboto._lazy import abc, cast, typing


class ParamBuilder:
    """Methods that flatten parameters for the Query API."""

    def build_list_params(
        self, params: dict[str, typing.Any], items: abc.Sequence[typing.Any], label: str
    ) -> None:
        """Add a list to Query parameters.

        Parameters
        ----------
        params : dict
            Parameters to add to.
        items : list of str or dict
            The list. Values of a dict may also be dicts.
        label : str
            Name of the parameter.

        Examples
        --------
        >>> params = {}
        >>> ParamBuilder().build_list_params(params, ["web", {"Key": "team"}], "Names")
        >>> params
        {'Names.member.1': 'web', 'Names.member.2.Key': 'team'}
        """
        need_dict(params)
        if isinstance(items, str):
            items = [items]
        for number, item in enumerate(items, 1):
            prefix = f"{label}.member.{number}"
            if not isinstance(item, dict):
                params[prefix] = item
                continue
            for key, value in cast("dict[str, object]", item).items():
                if not isinstance(value, dict):
                    params[f"{prefix}.{key}"] = value
                    continue
                for name, leaf in cast("dict[str, object]", value).items():
                    params[f"{prefix}.{key}.{name}"] = leaf
