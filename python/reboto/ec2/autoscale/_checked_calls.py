"""Methods of connections that are not compiled: checks, and parameters of generic calls."""

from __future__ import annotations

from reboto import _core
from reboto._arguments import need_dict, need_text, string_list
from reboto._lazy import TYPE_CHECKING, LazyModule, abc, cast, typing
from reboto.ec2.autoscale._completion import then

if TYPE_CHECKING:
    from reboto import _time_zones, _unsent
    from reboto.ec2.autoscale import _block_devices, _refresh_checks
else:
    _block_devices = LazyModule("reboto.ec2.autoscale._block_devices")
    _refresh_checks = LazyModule("reboto.ec2.autoscale._refresh_checks")
    _time_zones = LazyModule("reboto._time_zones")
    _unsent = LazyModule("reboto._unsent")


class CheckedCalls:
    """Methods that are in front of those of the compiled module."""

    # Hidden from type checkers, which see the compiled methods.
    if not TYPE_CHECKING:

        def create_launch_configuration(self, launch_config: typing.Any) -> typing.Any:
            if getattr(launch_config, "block_device_mappings", None):
                launch_config = _block_devices.complete(launch_config)
            return super().create_launch_configuration(launch_config)

        def get_all_launch_configurations(
            self,
            *,
            names: typing.Any = None,
            max_records: typing.Any = None,
            next_token: typing.Any = None,
            **kwargs: typing.Any,
        ) -> typing.Any:
            if kwargs:
                known = ("names", "max_records", "next_token")
                _unsent.warn_of_keywords("get_all_launch_configurations", kwargs, known)
            return super().get_all_launch_configurations(
                names=names, max_records=max_records, next_token=next_token
            )

        def create_scaling_policy(self, scaling_policy: typing.Any) -> typing.Any:
            made = super().create_scaling_policy(scaling_policy)
            return then(self, made, lambda request: _keep_arn(request, scaling_policy))

        def start_instance_refresh(
            self,
            as_group: typing.Any,
            launch_template: typing.Any = None,
            mixed_instances_policy: typing.Any = None,
            strategy: typing.Any = None,
            desired_configuration: typing.Any = None,
            preferences: typing.Any = None,
            min_healthy_percentage: typing.Any = None,
            instance_warmup: typing.Any = None,
            checkpoint_percentages: typing.Any = None,
            checkpoint_delay: typing.Any = None,
            skip_matching: typing.Any = None,
            auto_rollback: typing.Any = None,
            scale_in_protected_instances: typing.Any = None,
            standby_instances: typing.Any = None,
            alarm_specification: typing.Any = None,
            max_healthy_percentage: typing.Any = None,
            bake_time: typing.Any = None,
        ) -> typing.Any:
            given = dict(locals())
            for name in ("self", "as_group", "__class__"):
                given.pop(name, None)
            _refresh_checks.complete(given)
            started = super().start_instance_refresh(as_group, **given)
            return then(self, started, lambda refresh: _of_group(refresh, as_group))

        def cancel_instance_refresh(
            self, as_group: typing.Any, wait_for_transitioning_instances: typing.Any = None
        ) -> typing.Any:
            cancelled = super().cancel_instance_refresh(as_group, wait_for_transitioning_instances)
            return then(self, cancelled, lambda refresh: _of_group(refresh, as_group))

        def rollback_instance_refresh(self, as_group: typing.Any) -> typing.Any:
            rolled = super().rollback_instance_refresh(as_group)
            return then(self, rolled, lambda refresh: _of_group(refresh, as_group))

        def get_warm_pool(
            self,
            as_group: typing.Any,
            max_records: typing.Any = None,
            next_token: typing.Any = None,
        ) -> typing.Any:
            found = super().get_warm_pool(as_group, max_records, next_token)
            return then(self, found, lambda pool: _of_group(pool, as_group))

        def create_scheduled_group_action(
            self,
            as_group: typing.Any,
            name: typing.Any,
            time: typing.Any = None,
            desired_capacity: typing.Any = None,
            min_size: typing.Any = None,
            max_size: typing.Any = None,
            start_time: typing.Any = None,
            end_time: typing.Any = None,
            recurrence: typing.Any = None,
            time_zone: typing.Any = None,
        ) -> typing.Any:
            if time_zone is not None:
                _time_zones.check("time_zone", time_zone)
            return super().create_scheduled_group_action(
                as_group,
                name,
                time,
                desired_capacity,
                min_size,
                max_size,
                start_time,
                end_time,
                recurrence,
                time_zone,
            )

        def create_scheduled_group_actions(
            self, as_group: typing.Any, actions: typing.Any
        ) -> typing.Any:
            is_list = isinstance(actions, (list, tuple))
            several = _core.gather("actions", actions) if is_list else [actions]
            for at, action in enumerate(several):
                zone = _zone_of(action)
                if zone is not None:
                    _time_zones.check(f"actions[{at}].time_zone", zone)
            return super().create_scheduled_group_actions(as_group, several)

        def delete_scheduled_actions(
            self, as_group: typing.Any, scheduled_action_names: typing.Any
        ) -> typing.Any:
            given = scheduled_action_names
            is_one = isinstance(given, str) or hasattr(given, "action_arn")
            several = [given] if is_one else string_list(given, "scheduled_action_names")
            names = [getattr(one, "name", one) for one in several]
            return super().delete_scheduled_actions(as_group, names)

        for _name in (
            "create_scheduled_group_action",
            "create_scheduled_group_actions",
            "delete_scheduled_actions",
            "create_launch_configuration",
            "get_all_launch_configurations",
            "create_scaling_policy",
            "start_instance_refresh",
            "cancel_instance_refresh",
            "rollback_instance_refresh",
            "get_warm_pool",
        ):
            # The examples are run as those of the compiled methods.
            _compiled = getattr(_core.AutoScaleOperations, _name)
            locals()[_name].__doc__ = (_compiled.__doc__ or "").partition("Examples\n")[0].rstrip()
        del _name, _compiled


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
        need_text("label", label)
        listed = [items] if isinstance(items, str) else _core.gather("items", items)
        for number, item in enumerate(listed, 1):
            prefix = f"{label}.member.{number}"
            if not issubclass(type(item), dict):
                params[prefix] = item
                continue
            for key, value in cast("dict[str, object]", item).items():
                if not issubclass(type(value), dict):
                    params[f"{prefix}.{key}"] = value
                    continue
                for name, leaf in cast("dict[str, object]", value).items():
                    params[f"{prefix}.{key}.{name}"] = leaf


def _zone_of(action: typing.Any) -> typing.Any:
    """Return the time zone of an action, which is an object or a dict."""
    if not hasattr(action, "get"):
        return getattr(action, "time_zone", None)
    return action.get("time_zone", action.get("TimeZone"))


def _keep_arn(made: typing.Any, policy: typing.Any) -> typing.Any:
    """Keep the ARN of a policy, so that alarms take the policy as an action."""
    from reboto.ec2.autoscale.policy import ScalingPolicy

    arn = getattr(made, "PolicyARN", None)
    is_policy = isinstance(policy, ScalingPolicy)
    if arn and is_policy:
        # What AWS returned, as on objects that were read.
        policy._received = {"policy_arn": arn}  # pyright: ignore[reportPrivateUsage]
    return made


def _of_group(made: typing.Any, as_group: typing.Any) -> typing.Any:
    """Set the name of the group, which the response does not have but the methods need."""
    made.as_name = getattr(as_group, "name", as_group)
    return made
