"""Parameters of Auto Scaling's actions written out, for calls by an action's name."""

from __future__ import annotations

from reboto._arguments import need_dict
from reboto._lazy import abc, cast, typing


class ParamBuilder:
    """What scripts write parameters out with."""

    def build_list_params(
        self, params: dict[str, typing.Any], items: abc.Sequence[typing.Any], label: str
    ) -> None:
        """Write a list out into parameters.

        Parameters
        ----------
        params : dict
            Where the parameters go.
        items : list of str or dict
            The list; a dict's values may be dicts themselves.
        label : str
            The parameter's name.

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
