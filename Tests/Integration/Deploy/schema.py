"""Holds the published schema against the loader, with python3-jsonschema as the validator of another house.

All shows that load are valid. Then the shipped show is bent at random places, from a seed: where the schema refuses a
bent file, the loader does too; and what is misshapen (an unknown key, a missing one, a list for a word, a number out of
its range) is refused by both.
"""

import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import jsonschema
import yaml

ROUNDS = 120


class Core(yaml.SafeLoader):
    """Plain scalars as editors read them (YAML 1.2, core schema): no dates, no sexagesimals, no `yes`."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("tag:yaml.org,2002:bool", r"^(true|false|True|False|TRUE|FALSE)$", "tfTF"),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+0123456789."),
    ("tag:yaml.org,2002:null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    Core.add_implicit_resolver(tag, __import__("re").compile(pattern), list(first))


def fail(text):
    sys.exit(f"failed: {text}")


regie = sys.argv[1]
schemas = {}
for name in ("hall", "artwork"):
    text = subprocess.run([regie, "schema", name], check=True, capture_output=True, text=True).stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    schemas[name] = jsonschema.Draft202012Validator(schema)


def kind(path):
    return "hall" if path.name == "hall.yaml" else "artwork"


def faults(path, document):
    return [f"{list(f.absolute_path)}: {f.message[:200]}" for f in schemas[kind(path)].iter_errors(document)]


# What loads is valid.
root = pathlib.Path(".")
shipped = sorted(root.glob("Scenes/*.yaml")) + sorted(root.glob("Scenes/*/artwork.yaml"))
files = shipped + sorted(root.glob("Tests/ShowFilesTests/Fixtures/*.yaml"))
if len(files) < 9:
    fail(f"only {len(files)} files of shows found")
documents = {path: yaml.load(path.read_text(encoding="utf-8"), Core) for path in files}
for path, document in documents.items():
    if found := faults(path, document):
        fail(f"{path} loads, and the schema refuses it: {found[0]}")


def loads(documents):
    """Whether the loader takes the shipped show with these documents, written as JSON, which is YAML."""
    with tempfile.TemporaryDirectory() as folder:
        for path, document in documents.items():
            place = pathlib.Path(folder) / path.relative_to("Scenes")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return subprocess.run([regie, "check", "--loading", folder], capture_output=True).returncode == 0


show = {path: documents[path] for path in shipped}
if not loads(show):
    fail("the shipped show does not load when it is written as JSON")


def places(value, path=()):
    """All places of a document, as paths."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], path + (index,))


def at(document, path):
    for part in path:
        document = document[part]
    return document


def bend(document, chance):
    """Bends a document at a random place; gives what was done, and whether both must refuse it."""
    path = chance.choice([path for path in places(document) if path])
    holder, key, value = at(document, path[:-1]), path[-1], at(document, path)
    # What stands behind a name that the show chooses, or in a payload, may be anything that the schema can say.
    is_free = any(part in ("payload", "with", "map", "parameters", "default") for part in path)
    what = chance.randrange(5)
    if what == 0 and isinstance(value, dict) and not is_free and not path[-1] in FREE_NAMES:
        value["oops"] = 1
        return f"{path} with the key oops", True
    if what == 1 and isinstance(holder, dict) and key in ("kind", "scenes", "start", "closed", "regie", "artwork"):
        if is_free or (key == "artwork" and len(path) > 1) or (key == "scenes" and len(path) > 1):
            return None, False
        del holder[key]
        return f"{path} taken away", True
    if what == 2 and not isinstance(value, (list, dict)):
        holder[key] = [["x"]]
        return f"{path} as a list of lists", not is_free
    if what == 3 and isinstance(value, str):
        holder[key] = chance.choice(["", "3 apples", "-1", "yes", "12:61", "1e9", "../x", "$x"])
        return f"{path} as {holder[key]!r}", False
    if what == 4 and isinstance(value, (int, float)):
        holder[key] = chance.choice([-1e9, 1e9, "nothing"])
        return f"{path} as {holder[key]!r}", False
    return None, False


# Behind these stand names that the show chooses: one more is no mistake of shape.
FREE_NAMES = {
    "sensors", "devices", "operators", "conditions", "modes", "inputs", "counters", "pools", "rotations", "templates",
    "scenes", "universes", "set", "fade", "play", "still", "power", "count",
}

chance = random.Random(20250610)
refused = done = 0
while done < ROUNDS:
    path = chance.choice(shipped)
    document = copy.deepcopy(show[path])
    said, must = bend(document, chance)
    if said is None:
        continue
    done += 1
    invalid = faults(path, document)
    taken = loads({**show, path: document})
    if invalid and taken:
        fail(f"{path}, {said}: it loads, and the schema refuses it: {invalid[0]}")
    if must and (taken or not invalid):
        fail(f"{path}, {said}: the loader {'takes' if taken else 'refuses'} it, the schema takes it")
    refused += bool(invalid)
if refused < ROUNDS // 4:
    fail(f"the schema refused only {refused} of {ROUNDS} bent files")
print(f"the schema and the loader agree on {len(files)} files and {done} bent ones, {refused} of them refused by both")
