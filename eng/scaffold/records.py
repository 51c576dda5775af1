#!/usr/bin/env python3
"""Was run once to scaffold src/KubeSharp.Api from the facts about v1.36 (schema.json, discovery.json); the records are owned by hand since.
Usage: records.py DATA_FOLDER OUTPUT_FOLDER"""
import json, os, re, sys

data, out = sys.argv[1], sys.argv[2]
types = json.load(open(f'{data}/schema.json'))['types']
discovery = json.load(open(f'{data}/discovery.json'))

GROUPS = {'core': 'Core', 'apps': 'Apps', 'admissionregistration': 'AdmissionRegistration', 'apiserverinternal': 'ApiServerInternal',
          'authentication': 'Authentication', 'authorization': 'Authorization', 'autoscaling': 'Autoscaling', 'batch': 'Batch',
          'certificates': 'Certificates', 'coordination': 'Coordination', 'discovery': 'Discovery', 'events': 'Events',
          'flowcontrol': 'FlowControl', 'networking': 'Networking', 'node': 'Node', 'policy': 'Policy', 'rbac': 'Rbac',
          'resource': 'Resources', 'scheduling': 'Scheduling', 'storage': 'Storage', 'storagemigration': 'StorageMigration',
          'meta': 'Meta', 'apiextensions': 'ApiExtensions', 'apiregistration': 'ApiRegistration', 'version': 'Versions'}
SPECIAL = {'io.k8s.apimachinery.pkg.api.resource.Quantity': 'Quantity', 'io.k8s.apimachinery.pkg.util.intstr.IntOrString': 'IntOrString',
           'io.k8s.apimachinery.pkg.apis.meta.v1.Time': 'DateTimeOffset', 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': 'DateTimeOffset',
           'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': 'JsonNode', 'io.k8s.apimachinery.pkg.runtime.RawExtension': 'JsonNode',
           'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': 'JsonNode'}
SCALARS = {'boolean': 'bool', 'string': 'string', 'string:byte': 'ApiBytes', 'integer:int32': 'int', 'integer:int64': 'long', 'integer': 'long',
           'number:double': 'double', 'number': 'double', 'object': 'JsonNode'}
for n, t in types.items():
    if n not in SPECIAL and not t.get('fields') and ('.JSON' in n): SPECIAL[n] = 'JsonNode'

def place(name):
    parts = name.split('.')
    if parts[-2] == 'version': return 'KubeSharp.Api.Versions', 'Versions'
    group, version = GROUPS[parts[-3]], parts[-2]
    v = version[0].upper() + re.sub(r'(alpha|beta)', lambda m: m.group(1).capitalize(), version[1:])
    return f'KubeSharp.Api.{group}.{v}', f'{group}/{v}'

def pascal(json_name):
    words = re.split(r'[^A-Za-z0-9]+', json_name)
    return ''.join(w[0].upper() + w[1:] for w in words if w)

def is_list(name, t):
    f = t.get('fields', {})
    return 'gvk' in t and 'items' in f and f.get('metadata', {}).get('type', '').endswith('.ListMeta')

def clr(ref, at=''):
    if ref.startswith('['): return f'ApiList<{clr(ref[1:-1], at)}>'
    if ref.startswith('{'): return f'ApiMap<{clr(ref[1:-1], at)}>'
    if ref in SCALARS: return SCALARS[ref]
    if ref in SPECIAL: return SPECIAL[ref]
    ns, _ = place(ref)
    if ns == at: return ref.split('.')[-1]
    return f'{ns.removeprefix("KubeSharp.Api.")}.{ref.split(".")[-1]}'

served = {}
def collect(doc):
    for g in doc['items']:
        group = g['metadata'].get('name', '')
        for v in g['versions']:
            for r in v.get('resources', []):
                k = r['responseKind']
                served[(k.get('group') or group, k.get('version') or v['version'], k['kind'])] = (group, v['version'], r)
for part in ('api', 'apis'): collect(discovery[part])

def text(s): return json.dumps(s)

unserved, count = [], 0
for name, t in sorted(types.items()):
    if name in SPECIAL or is_list(name, t): continue
    ns, folder = place(name)
    short = name.split('.')[-1]
    fields = t.get('fields', {})
    kind = None
    if 'gvk' in t and fields.get('metadata', {}).get('type', '').endswith('.ObjectMeta'): kind = t['gvk'][0]
    required = set(t.get('required', []))
    lines, seen = [], set()
    order = sorted(fields.items(), key=lambda f: (f[1].get('proto', 0) or 0, f[0]))
    for fname, f in order:
        if kind and fname in ('apiVersion', 'kind'): continue
        ref = f['type']
        c = clr(ref, ns)
        req = fname in required
        prop = pascal(fname)
        if prop == short or prop in ('Equals', 'GetHashCode', 'ToString', 'GetType', 'Read', 'Write'): prop += 'Value'
        assert prop not in seen, (name, prop)
        seen.add(prop)
        a = [text(fname), str(f.get('proto', 0))]
        if req: a.append('Required = true')
        if f.get('list'): a.append(f'List = {text(f["list"])}')
        if f.get('keys'): a.append(f'Keys = {text(",".join(f["keys"]))}')
        if f.get('map'): a.append(f'Map = {text(f["map"])}')
        if f.get('patch'): a.append(f'Patch = {text(f["patch"])}')
        if f.get('mergeKey'): a.append(f'MergeKey = {text(f["mergeKey"])}')
        if 'default' in f: a.append(f'Default = {text(json.dumps(f["default"]))}')
        if f.get('enum'): a.append(f'Enum = {text("|".join(f["enum"]))}')
        if ref.strip('[]{}').endswith('.MicroTime'): a.append('Micro = true')
        nested = ref not in SCALARS and ref not in SPECIAL and ref[0] not in '[{'
        if ref[0] == '[': decl, init = c, ' = [];'
        elif ref[0] == '{': decl, init = c, f' = {c}.Empty;'
        elif nested and (req or f.get('default') == {} or (kind and fname in ('metadata',))): decl, init = c, f' = {c}.Empty;'
        elif not req: decl, init = c + '?', ''
        elif c == 'string': decl, init = c, ' = "";'
        elif c == 'ApiBytes': decl, init = c, ' = ApiBytes.Empty;'
        elif c in ('JsonNode', 'DateTimeOffset'): decl, init = c + '?', ''
        else: decl, init = c, ''
        if kind and fname in ('spec', 'status') and nested: decl, init = c, f' = {c}.Empty;'
        lines.append(f'    [Field({", ".join(a)})]\n    public {decl} {prop} {{ get; init; }}{init}\n')
    head = ['namespace ' + ns + ';', '']
    atomic = ', Atomic = true' if t.get('mapType') == 'atomic' else ''
    head.append(f'/// <summary>{short} of {ns.removeprefix("KubeSharp.Api.").replace(".", "/").lower()}; fields as in the API reference.</summary>')
    head.append(f'[ApiType({text(name)}{atomic})]')
    if kind:
        key = (kind['group'], kind['version'], kind['kind'])
        k = [text(kind['group']), text(kind['version']), text(kind['kind'])]
        if key in served:
            g, v, r = served[key]
            k.append(f'Plural = {text(r["resource"])}')
            if r.get('singularResource'): k.append(f'Singular = {text(r["singularResource"])}')
            if r.get('scope') == 'Namespaced': k.append('Namespaced = true')
            if r.get('shortNames'): k.append(f'ShortNames = {text(" ".join(r["shortNames"]))}')
            if r.get('categories'): k.append(f'Categories = {text(" ".join(r["categories"]))}')
            k.append(f'Verbs = {text(" ".join(r["verbs"]))}')
            subs = []
            for s in r.get('subresources', []):
                rk = s.get('responseKind', {})
                subs.append(f'{s["subresource"]}:{rk.get("group","") or ""}/{rk.get("version","") or ""}/{rk.get("kind","")}:{",".join(s["verbs"])}')
            if subs: k.append(f'Subresources = {text(" ".join(subs))}')
        else: unserved.append(key)
        head.append(f'[Kind({", ".join(k)})]')
    base = f'IApiObject<{short}>' if kind else f'IApiRecord<{short}>'
    path = f'{out}/{folder}'
    os.makedirs(path, exist_ok=True)
    body = '\n'.join(lines).rstrip('\n')
    with open(f'{path}/{short}.cs', 'w') as w:
        w.write('\n'.join(head) + f'\npublic sealed partial record {short} : {base}\n{{\n{body}\n}}\n' if lines else '\n'.join(head) + f'\npublic sealed partial record {short} : {base};\n')
    count += 1
print(count, 'records; kinds not served by themselves:', unserved)
print('served without a record:', [k for k in served if not any('gvk' in t and any((g['group'], g['version'], g['kind']) == k for g in t['gvk']) for t in types.values())])
