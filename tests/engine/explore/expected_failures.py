"""What the explorer and `run` do not yet get right: {test: {case: what it does instead}}.

Every entry is a test that must fail (xfail, strict; but for BY_CHANCE): a case that is mended
has to leave the list, and nothing may join it without a word.
"""

MISSING = "called verified with an outcome missing"
GIVEN_UP = "not explored to the end"
BY_CHANCE = "fails in some processes: the order of a set is that of addresses or hash seeds"
CRASH = "explore ends in a traceback"

EXPECTED_FAILURES: dict[str, dict[str, str]] = {
    "truth": {
        "as_completed.py": BY_CHANCE,
        "audit_after_touch.py": MISSING,
        "cached_first.py": MISSING,
        "call_soon_bound.py": MISSING,
        "counter_methods.py": MISSING,
        "crash_dict_result.py": CRASH,
        "dataclass_eq.py": MISSING,
        "default_task_names2.py": MISSING,
        "del_global.py": MISSING,
        "dict_unpack.py": MISSING,
        "eafp_keyerror.py": MISSING,
        "first_completed_wins.py": BY_CHANCE,
        "getattr_default.py": MISSING,
        "hasattr_.py": MISSING,
        "many_elements.py": MISSING,
        "module_attribute.py": MISSING,
        "nested_repr.py": MISSING,
        "open_by_path.py": MISSING,
        "path_exists.py": MISSING,
        "pop_or_set.py": MISSING,
        "queue_inside.py": MISSING,
        "sqlite_join.py": MISSING,
        "str_set_order.py": BY_CHANCE,
        "task_name.py": MISSING,
        "unsound_attr_order.py": MISSING,
        "unsound_bound_method.py": MISSING,
        "unsound_dict_order.py": MISSING,
        "unsound_done_callback.py": MISSING,
        "unsound_operator_setitem.py": MISSING,
        "unsound_userlist.py": MISSING,
        "vars_write.py": MISSING,
        "weakref_alive.py": MISSING,
    },
    "in full": {
        "as_completed.py": BY_CHANCE,
        "as_completed_coroutines.py": BY_CHANCE,
        "class_attribute.py": GIVEN_UP,
        "crash_dict_result.py": CRASH,
        "gather_failing_child2.py": GIVEN_UP,
        "gaveup_as_completed.py": GIVEN_UP,
        "gaveup_assert_shield.py": GIVEN_UP,
        "gaveup_call_later2.py": GIVEN_UP,
        "gaveup_getattr.py": GIVEN_UP,
        "gaveup_hasattr.py": GIVEN_UP,
        "gaveup_match.py": GIVEN_UP,
        "gaveup_path_exists.py": GIVEN_UP,
        "gaveup_secrets.py": GIVEN_UP,
        "gaveup_setdefault_len.py": GIVEN_UP,
        "gaveup_shared_future.py": GIVEN_UP,
        "gaveup_shield.py": GIVEN_UP,
        "gaveup_systemexit.py": GIVEN_UP,
        "gaveup_task_set.py": GIVEN_UP,
        "gaveup_try_key.py": GIVEN_UP,
        "gaveup_weak_locks.py": GIVEN_UP,
        "taskgroup_one_fails.py": GIVEN_UP,
        "wait_for_beside_another.py": GIVEN_UP,
        "written_latency.py": GIVEN_UP,
    },
    "rows": {
        "state_split.py": "one ending is shown as two",
        "state_stale.py": "shows a value that is not the last",
        "long_state.py": "two endings are shown as one",
    },
    "fair": {},
    "unnoticed": {},
    "status": {},
}
