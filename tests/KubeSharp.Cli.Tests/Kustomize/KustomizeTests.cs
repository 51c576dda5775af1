using KubeSharp.Cli.Kustomize;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Tests.Kustomize;

/// <summary>What kustomizations make of objects.</summary>
public sealed class KustomizeTests : IDisposable
{
    private const string Source = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: source}
        data: {host: example.org:8080}
        """;

    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
              - name: app
                image: app:1
                args: ["--host=$(HOST)"]
                env:
                - {name: HOST, value: unknown}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kustomize-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyList<ObjectNode> Build(string kustomization, string more = "")
    {
        File.WriteAllText(Path.Combine(_folder, "source.yaml"), Source);
        File.WriteAllText(Path.Combine(_folder, "web.yaml"), Web);
        File.WriteAllText(Path.Combine(_folder, "kustomization.yaml"), $"resources: [source.yaml, web.yaml{(more.Length > 0 ? $", {more}" : "")}]\n" + kustomization);
        return KustomizationBuilder.Build(_folder);
    }

    private static Node? Field(Node content, string path) => FieldPath.Find(content, [.. FieldPath.Parse(path)]);

    // Recorded from upstream's kubectl v1.36.
    [Theory]
    [InlineData("[{name: a, emptyDir: {}, $patch: replace}]", "[{\"name\":\"a\",\"emptyDir\":{}}]")]
    [InlineData("[{name: a, emptyDir: {}, $patch: merge}, {name: b, emptyDir: {}}]", "[{\"name\":\"a\",\"emptyDir\":{}},{\"name\":\"b\",\"emptyDir\":{}}]")]
    [InlineData("[{name: a}, {$patch: replace}, {name: b}]", """[{"$patch":"replace"}]""")]
    [InlineData("[{name: a}, {$patch: merge, emptyDir: {}}, {$patch: replace}, {$patch: delete}]", """[{"$patch":"delete"}]""")]
    [InlineData("[{emptyDir: {}}, {$patch: replace, name: a}]", """[{"emptyDir":{}}]""")]
    public void Directives_in_a_list_that_was_not_there_are_followed_and_go(string volumes, string expected)
    {
        var patch = $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec: {{template: {{spec: {{volumes: {volumes}}}}}}}\n";
        File.WriteAllText(Path.Combine(_folder, "patch.yaml"), patch);
        var web = Build("patches: [{path: patch.yaml}]\n").Single(static o => o.TextAt("kind") == "Deployment");
        Assert.Equal(Node.Parse(expected), Field(web, "spec.template.spec.volumes"));
    }

    [Fact]
    public void Definitions_of_custom_resources_tell_which_fields_name_objects_and_bear_what()
    {
        File.WriteAllText(Path.Combine(_folder, "definitions.json"), """
            {"example.org/v1.Bee": {"Schema": {"properties": {"kind": {}, "apiVersion": {}, "metadata": {}, "spec": {"$ref": "example.org/v1.BeeSpec"}}}},
            "example.org/v1.BeeSpec": {"Schema": {"properties": {
              "from": {"x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "ConfigMap"},
              "key": {"x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "ConfigMap", "x-kubernetes-object-ref-name-key": "of"},
              "id": {"x-kubernetes-identity": ""}, "notes": {"x-kubernetes-annotation": ""}, "again": {"$ref": "example.org/v1.BeeSpec"}}}}}
            """);
        File.WriteAllText(Path.Combine(_folder, "bee.yaml"), "apiVersion: example.org/v1\nkind: Bee\nmetadata: {name: bee}\nspec: {from: {name: source}, key: {of: source}, id: me, notes: {a: b}, other: source}\n");
        var bee = Build("crds: [definitions.json]\nnamePrefix: p-\ncommonAnnotations: {c: d}\n", "bee.yaml").Single(static o => o.TextAt("kind") == "Bee");
        Assert.Equal(Node.Parse("""{"from":{"name":"p-source"},"key":{"of":"p-source"},"id":"p-me","notes":{"a":"b","c":"d"},"other":"source"}"""), bee["spec"]);
    }

    [Fact]
    public void A_replacement_takes_a_part_of_a_field_to_another()
    {
        var web = Build("""
            replacements:
            - source: {kind: ConfigMap, name: source, fieldPath: data.host, options: {delimiter: ":", index: 0}}
              targets:
              - select: {kind: Deployment}
                fieldPaths: ["spec.template.spec.containers.[name=app].env.[name=HOST].value"]
              - select: {kind: Deployment}
                fieldPaths: ["metadata.annotations.a\\.b/host"]
                options: {create: true}
            """)[1];
        Assert.Equal("example.org", Field(web, "spec.template.spec.containers.[name=app].env.[name=HOST].value")!.ToString().Trim('"'));
        Assert.Equal("example.org", web.TextAt("metadata", "annotations", "a.b/host"));
    }

    [Fact]
    public void A_replacement_changes_one_part_of_its_target()
    {
        var web = Build("""
            replacements:
            - sourceValue: "2"
              targets:
              - select: {kind: Deployment}
                reject: [{name: other}]
                fieldPaths: [spec.template.spec.containers.*.image]
                options: {delimiter: ":", index: 1}
            """)[1];
        Assert.Equal("\"app:2\"", Field(web, "spec.template.spec.containers.0.image")!.ToString());
    }

    [Theory]
    [InlineData("source: {kind: Secret, name: nope}", "nothing selected by Secret.[noVer].[noGrp]/nope.[noNs]")]
    [InlineData("source: {kind: ConfigMap, name: source, fieldPath: data.nope}", "fieldPath `data.nope` is missing for replacement source ConfigMap.[noVer].[noGrp]/source.[noNs]")]
    [InlineData("source: {kind: ConfigMap, name: source}", "unable to find field \"spec.nope\" in replacement target")]
    public void A_replacement_that_finds_nothing_is_refused(string source, string message) =>
        Assert.Equal(message, Assert.Throws<CliException>(() => Build($"replacements:\n- {source}\n  targets:\n  - select: {{kind: Deployment}}\n    fieldPaths: [spec.nope]\n")).Message);

    [Fact]
    public void A_variable_stands_for_the_final_name_of_an_object()
    {
        var web = Build("namePrefix: p-\nvars:\n- name: HOST\n  objref: {kind: ConfigMap, name: source, apiVersion: v1}\n")[1];
        Assert.Equal("\"--host=p-source\"", Field(web, "spec.template.spec.containers.0.args.0")!.ToString());
    }

    [Theory]
    [InlineData("""patches: [{target: {kind: ConfigMap}, patch: '[{"op": "wrong", "path": "/a"}]'}]""", "trouble configuring builtin PatchTransformer with config: `\npatch: '[{\"op\": \"wrong\", \"path\": \"/a\"}]'\ntarget:\n  kind: ConfigMap\n`: unable to parse SM or JSON patch from [patch: \"[{\\\"op\\\": \\\"wrong\\\", \\\"path\\\": \\\"/a\\\"}]\"]")]
    [InlineData("patchesJson6902: [{target: {kind: ConfigMap}, patch: '[]'}]", "trouble configuring builtin PatchJson6902Transformer with config: `\njsonOp: '[]'\ntarget:\n  kind: ConfigMap\n`: must specify the target name")]
    [InlineData("patchesJson6902: [{target: {name: source}, patch: '- {op: add, path: /a}'}]", "trouble configuring builtin PatchJson6902Transformer with config: `\njsonOp: '- {op: add, path: /a}'\ntarget:\n  name: source\n`: decoding [{\"op\":\"add\",\"path\":\"/a\"}]: invalid operation {\"op\":\"add\",\"path\":\"/a\"}: failed to decode 'value': operation, missing value field: missing value")]
    [InlineData("""patches: [{target: {kind: ConfigMap, labelSelector: a b}, patch: '[{"op": "remove", "path": "/data"}]'}]""", "unable to parse requirement: found 'b', expected: '=', '!=', '==', 'in', notin'")]
    [InlineData("patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: source}, $patch: nope}'}]", "unknown patch strategy 'nope'")]
    [InlineData("patchesStrategicMerge: ['{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}']", "no matches for Id ConfigMap.v1.[noGrp]/other.[noNs]; failed to find unique target for patch ConfigMap.v1.[noGrp]/other.[noNs]")]
    [InlineData("openapi: {version: v1.20.4}", "the specified OpenAPI version is not built in")]
    [InlineData("configurations: [wrong.yaml]", "error unmarshaling JSON: while decoding JSON: json: unknown field \"bogus\"")]
    [InlineData("""patches: [{target: {kind: ConfigMap}, patch: '[{"op": "replace", "path": "/nothing", "value": 1}]'}]""", "replace operation does not apply: doc is missing key: /nothing: missing value")]
    [InlineData("replacements: [{source: {kind: ConfigMap}}]", "replacements must specify a source and at least one target")]
    [InlineData("replacements: [{sourceValue: a, source: {kind: ConfigMap}, targets: [{select: {kind: ConfigMap}}]}]", "value and resource selectors are mutually exclusive")]
    [InlineData("replacements: [{source: {kind: Secret, name: a, fieldPath: b, options: {delimiter: ':', index: 1}}, targets: [{select: {kind: ConfigMap}}]}]", "nothing selected by Secret.[noVer].[noGrp]/a.[noNs]:b::(1), create=false")]
    [InlineData("replacements: [{source: {kind: ConfigMap}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host.x]}]}]", "unable to find field \"data.host.x\" in replacement target: wrong node kind: expected MappingNode but got ScalarNode: node contents:\nexample.org:8080")]
    [InlineData("sortOptions: {order: fifo, legacySortOptions: {orderFirst: [Service]}}", "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'")]
    public void What_does_not_fit_the_objects_is_told_in_the_words_of_upstream(string kustomization, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "wrong.yaml"), "bogus: 1\n");
        Assert.Equal(message, Assert.Throws<CliException>(() => Build(kustomization)).Message);
    }

    [Fact]
    public void What_a_patch_adds_to_a_list_comes_first_and_words_of_old_YAML_are_texts()
    {
        var web = Build("patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: new, image: y}]}}}}'}]")[1];
        Assert.Equal(["new", "app"], ((ArrayNode)Field(web, "spec.template.spec.containers")!).Select(static c => c.TextAt("name")));
        Assert.Equal("y", web.At("spec", "template", "spec", "containers") is ArrayNode all ? all[0].TextAt("image") : null);
    }

    [Fact]
    public void A_name_is_followed_after_a_file_changed_the_namespace()
    {
        File.WriteAllText(Path.Combine(_folder, "space.yaml"), "{apiVersion: builtin, kind: NamespaceTransformer, metadata: {name: t, namespace: there}}");
        File.WriteAllText(Path.Combine(_folder, "binding.yaml"), "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\nsubjects: [{kind: ServiceAccount, name: a, namespace: here}]\n---\n"
            + "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, namespace: here}}\n");
        var binding = Build("namePrefix: p-\ntransformers: [space.yaml]", "binding.yaml").Single(static o => o.TextAt("kind") == "RoleBinding");
        Assert.Equal(Node.Parse("""[{"kind":"ServiceAccount","name":"p-a","namespace":"there"}]"""), binding["subjects"]);
    }

    [Fact]
    public void Charts_need_to_be_allowed() => Assert.Equal("trouble configuring builtin HelmChartInflationGenerator with config: `\nname: x\n`: must specify --enable-helm", Assert.Throws<CliException>(() => Build("helmCharts: [{name: x}]\n")).Message);

    [Fact]
    public void Paths_keep_dots_in_brackets_and_behind_backslashes() => Assert.Equal(["a", "[name=x.y]", "b.c"], FieldPath.Parse(@"a.[name=x.y].b\.c"));

    private string Folder(string name, string kustomization, params (string File, string Content)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), kustomization);
        foreach (var (file, content) in files) { File.WriteAllText(Path.Combine(folder, file), content); }
        return folder;
    }

    [Fact]
    public void What_others_need_comes_first_unless_the_kustomization_keeps_its_order()
    {
        Assert.Equal(["ConfigMap", "Deployment"], Build("").Select(static o => o.TextAt("kind")));
        var folder = Folder("fifo", "resources: [web.yaml, source.yaml]\nsortOptions: {order: fifo}", ("web.yaml", Web), ("source.yaml", Source));
        Assert.Equal(["Deployment", "ConfigMap"], KustomizationBuilder.Build(folder).Select(static o => o.TextAt("kind")));
    }

    [Fact]
    public void Generated_names_get_their_hash_after_all_prefixes_and_can_be_merged_into_from_above()
    {
        Folder("base", "namePrefix: b-\nconfigMapGenerator: [{name: generated, literals: [x=1]}]");
        var top = Folder("top", "resources: [../base]\nnamePrefix: t-\nconfigMapGenerator: [{name: generated, behavior: merge, literals: [y=2]}]");
        var made = Assert.Single(KustomizationBuilder.Build(top));
        Assert.Matches("^t-b-generated-[a-z0-9]{10}$", made.TextAt("metadata", "name"));
        Assert.Equal(Node.Parse("""{"x":"1","y":"2"}"""), made["data"]);
        Assert.Null(made.At("metadata", "annotations"));
    }

    [Fact]
    public void Transformers_and_generators_are_files_or_texts_and_act_after_the_kustomizations_own_fields()
    {
        var folder = Folder("steps", """
            resources: [web.yaml]
            namePrefix: p-
            generators: [map.yaml]
            transformers:
            - |-
              apiVersion: builtin
              kind: SuffixTransformer
              metadata: {name: s}
              suffix: -s
              fieldSpecs: [{path: metadata/name, kind: Deployment}]
            - labels.yaml
            """, ("web.yaml", Web), ("map.yaml", "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: made}\nliterals: [a=b]\noptions: {disableNameSuffixHash: true}\n"),
            ("labels.yaml", "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {x: z}\nfieldSpecs: [{path: spec/template/metadata/labels, create: true}]\n"));
        var built = KustomizationBuilder.Build(folder);
        Assert.Equal(["p-made", "p-web-s"], built.Select(static o => o.TextAt("metadata", "name")));
        Assert.Equal("z", built[1].TextAt("spec", "template", "metadata", "labels", "x"));
    }

    [Fact]
    public void Names_are_followed_in_the_fields_that_hold_them_and_in_those_that_a_configuration_adds()
    {
        var folder = Folder("names", "resources: [all.yaml]\nnamePrefix: p-\nconfigurations: [more.yaml]\n", ("more.yaml", "nameReference: [{kind: ConfigMap, fieldSpecs: [{kind: Foo, path: spec/map}]}]\n"), ("all.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: map, namespace: one}
            ---
            apiVersion: x.test/v1
            kind: Foo
            metadata: {name: near, namespace: one}
            spec: {map: map, other: map}
            ---
            apiVersion: x.test/v1
            kind: Foo
            metadata: {name: far, namespace: two}
            spec: {map: map}
            """));
        var built = KustomizationBuilder.Build(folder).ToDictionary(static o => o.TextAt("metadata", "name")!);
        Assert.Equal(("p-map", "map"), (built["p-near"].TextAt("spec", "map"), built["p-near"].TextAt("spec", "other")));
        Assert.Equal("map", built["p-far"].TextAt("spec", "map"));
    }

    [Fact]
    public void Objects_say_where_they_and_their_changes_come_from_where_that_is_asked_for()
    {
        Folder("low", "resources: [web.yaml]\nnamePrefix: l-\n", ("web.yaml", Web));
        var folder = Folder("high", "resources: [../low]\nnamespace: there\nbuildMetadata: [originAnnotations, transformerAnnotations]\nconfigMapGenerator: [{name: g, literals: [a=b]}]\ntransformers: [t.yaml]\n",
            ("t.yaml", "apiVersion: builtin\nkind: AnnotationsTransformer\nmetadata: {name: t}\n"));
        var (map, web) = (KustomizationBuilder.Build(folder)[0], KustomizationBuilder.Build(folder)[1]);
        Assert.Equal("configuredIn: kustomization.yaml\nconfiguredBy:\n  apiVersion: builtin\n  kind: ConfigMapGenerator\n", map.TextAt("metadata", "annotations", "config.kubernetes.io/origin"));
        Assert.Equal("path: ../low/web.yaml\n", web.TextAt("metadata", "annotations", "config.kubernetes.io/origin"));
        Assert.Equal("- configuredIn: ../low/kustomization.yaml\n  configuredBy:\n    apiVersion: builtin\n    kind: PrefixTransformer\n- configuredIn: kustomization.yaml\n  configuredBy:\n    apiVersion: builtin\n    kind: NamespaceTransformer\n"
            + "- configuredIn: t.yaml\n  configuredBy:\n    apiVersion: builtin\n    kind: AnnotationsTransformer\n    name: t\n", web.TextAt("metadata", "annotations", "alpha.config.kubernetes.io/transformations"));
    }

    [Fact]
    public void What_is_kept_for_local_use_is_not_built()
    {
        var folder = Folder("local", "resources: [map.yaml]\n", ("map.yaml", Source.Replace("{name: source}", "{name: source, annotations: {config.kubernetes.io/local-config: \"true\"}}", StringComparison.Ordinal)));
        Assert.Empty(KustomizationBuilder.Build(folder));
    }

    [Fact]
    public void The_hash_of_a_secret_does_not_depend_on_its_name()
    {
        var folder = Folder("secret", "namePrefix: p-\nsecretGenerator: [{name: sec, literals: [u=admin, p=x]}]");
        Assert.Equal("p-sec-6t628tbc9c", Assert.Single(KustomizationBuilder.Build(folder)).TextAt("metadata", "name"));
    }

    [Fact]
    public void Patches_call_objects_by_the_names_they_had_below()
    {
        Folder("below", "namePrefix: b-\nresources: [web.yaml]", ("web.yaml", Web));
        var top = Folder("above", "resources: [../below]\nnamePrefix: t-\npatches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3}}'}]");
        var web = Assert.Single(KustomizationBuilder.Build(top));
        Assert.Equal("t-b-web", web.TextAt("metadata", "name"));
        Assert.Equal("3", web.At("spec", "replicas")!.ToString());
    }

    [Fact]
    public void Variables_get_the_names_that_are_final_and_deprecated_fields_a_warning()
    {
        Folder("vars", "resources: [web.yaml]\nvars: [{name: HOST, objref: {kind: Deployment, name: web, apiVersion: apps/v1}}]", ("web.yaml", Web));
        var top = Folder("over", "resources: [../vars]\nnamePrefix: t-");
        var warnings = new List<string>();
        var web = Assert.Single(KustomizationBuilder.Build(top, warn: warnings.Add));
        Assert.Equal("\"--host=t-web\"", Field(web, "spec.template.spec.containers.0.args.0")!.ToString());
        Assert.StartsWith("# Warning: 'vars' is deprecated.", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [", "invalid Kustomization: yaml: line 1: did not find expected node content")]
    [InlineData("x: y", "invalid Kustomization: json: unknown field \"x\"")]
    [InlineData("resources: x", "invalid Kustomization: json: cannot unmarshal string into Go struct field Kustomization.resources of type []string")]
    [InlineData("labels: [{pairs: {a: 1}}]", "invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.labels.0.pairs.a of type string")]
    [InlineData("labels: [x]", "invalid Kustomization: json: cannot unmarshal string into Kustomization.labels.0 of type types.Label")]
    [InlineData("replicas: [{count: 3.5}]", "invalid Kustomization: json: cannot unmarshal number 3.5 into Go struct field Kustomization.replicas.0.count of type int64")]
    [InlineData("[]", "invalid Kustomization: json: cannot unmarshal array into Go value of type types.Kustomization")]
    [InlineData("", "kustomization.yaml is empty")]
    [InlineData("kind: Kustomization\nnamespace: ''", "kustomization.yaml is empty")]
    [InlineData("kind: X\napiVersion: v1\nresources: [a.yaml]", "Failed to read kustomization file under FOLDER:\nkind should be Kustomization or Component\napiVersion for X should be kustomize.config.k8s.io/v1beta1")]
    [InlineData("resources: [a.yaml, a.yaml]", "accumulating resources: accumulation err='merging resources from 'a.yaml': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/source.[noNs]': must build at directory: 'FOLDER/a.yaml': file is not directory")]
    [InlineData("resources: [nameless.yaml]", "accumulating resources: accumulation err='accumulating resources from 'nameless.yaml': missing metadata.name in object {{v1 ConfigMap} {{ } map[l:m] map[]}}': must build at directory: 'FOLDER/nameless.yaml': file is not directory")]
    [InlineData("resources: [none.yaml]", "accumulating resources: accumulating resources from 'none.yaml': MalformedYAMLError: yaml: line 1: did not find expected node content in File: none.yaml")]
    [InlineData("resources: [.]", "accumulating resources: accumulation err='accumulating resources from '.': 'FOLDER' must resolve to a file': cycle detected: candidate root 'FOLDER' contains visited root 'FOLDER'")]
    [InlineData("resources: [nope]", "accumulating resources: accumulation err='accumulating resources from 'nope': evalsymlink failure on 'FOLDER/nope' : lstat FOLDER/nope: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on 'FOLDER/nope' : lstat FOLDER/nope: no such file or directory")]
    [InlineData("resources: [../source.yaml]", "accumulating resources: accumulation err='accumulating resources from '../source.yaml': security; file 'ABOVE/source.yaml' is not in or below 'FOLDER'': must build at directory: 'ABOVE/source.yaml': file is not directory")]
    [InlineData("resources: [link.yaml]", "accumulating resources: accumulation err='accumulating resources from 'link.yaml': security; file 'FOLDER/link.yaml' is not in or below 'FOLDER'': must build at directory: 'FOLDER/link.yaml': file is not directory")]
    [InlineData("components: [nope]", "accumulating components: loader.New \"must build at directory: not a valid directory: evalsymlink failure on 'FOLDER/nope' : lstat FOLDER/nope: no such file or directory\"")]
    [InlineData("patches: [{}]", "trouble configuring builtin PatchTransformer with config: `\n{}\n`: must specify one of patch and path in\n{}")]
    [InlineData("patches: [{patch: '- ['}]", "trouble configuring builtin PatchTransformer with config: `\npatch: '- ['\n`: unable to parse SM or JSON patch from [patch: \"- [\"]")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: '{kind: ConfigMap, apiVersion: v1, metadata: {name: a}}', target: {name: '('}}]", "unable to find patch target \"[noKind].[noVer].[noGrp]/(.[noNs]:a=:l=\" in `resources`: error parsing regexp: missing closing ): `^(?:()$`")]
    [InlineData("configMapGenerator: [{}]", "a configmap must have a name")]
    [InlineData("configMapGenerator: [{name: x, literals: [a]}]", "loading KV pairs: literal sources [a]: invalid literal source a, expected key=value")]
    [InlineData("configMapGenerator: [{name: x, literals: [a=b, a=c]}]", "configmap x illegally repeats the key `a`")]
    [InlineData("resources: [a.yaml]\nreplicas: [{name: source, count: 3}]", "resource with name source does not match a config with the following GVK [Deployment.[noVer].[noGrp] StatefulSet.[noVer].[noGrp] ReplicaSet.[noVer].[noGrp] ReplicationController.[noVer].[noGrp]]")]
    [InlineData("resources: [a.yaml]\nsortOptions: {order: nope}", "the field 'sortOptions.order' must be one of [fifo, legacy]")]
    public void What_is_wrong_with_a_kustomization_is_told_in_the_words_of_upstream(string kustomization, string message)
    {
        File.WriteAllText(Path.Combine(_folder, "source.yaml"), Source);
        var folder = Folder("broken", kustomization, ("a.yaml", Source), ("nameless.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {labels: {l: m}}}"), ("none.yaml", "a: ["));
        File.CreateSymbolicLink(Path.Combine(folder, "link.yaml"), "../source.yaml");
        Assert.Equal(message, Assert.Throws<CliException>(() => KustomizationBuilder.Build(folder)).Message.Replace(folder, "FOLDER", StringComparison.Ordinal).Replace(_folder, "ABOVE", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_outside_the_folder_are_read_where_that_is_allowed()
    {
        File.WriteAllText(Path.Combine(_folder, "source.yaml"), Source);
        Assert.Single(KustomizationBuilder.Build(Folder("open", "resources: [../source.yaml]"), isOpen: true));
    }

    [Theory]
    [InlineData("https://github.com/org/repo/a/b?ref=v1", "https://github.com/org/repo", "a/b", "v1")]
    [InlineData("github.com/org/repo", "https://github.com/org/repo", "", "")]
    [InlineData("git@github.com:org/repo//a", "git@github.com:org/repo", "a", "")]
    [InlineData("ssh://git@example.org:22/x/y.git/a?version=v2", "ssh://git@example.org:22/x/y.git", "a", "v2")]
    [InlineData("me@example.org:x/y/z?ref=main&version=v2", "me@example.org:x/y", "z", "main")]
    [InlineData("https://me@example.org/o/p/_git/repo/a", "https://me@example.org/o/p/_git/repo", "a", "")]
    [InlineData("file:///srv/repo//a", "file:///srv/repo", "a", "")]
    [InlineData("git::https://example.org/a/b.git", "https://example.org/a/b.git", "", "")]
    public void Addresses_of_repositories_are_taken_apart(string text, string remote, string folder, string wanted)
    {
        var address = RepositoryAddress.Of(text)!;
        Assert.Equal((remote, folder, wanted), (address.Remote, address.Folder, address.Ref));
    }

    [Theory]
    [InlineData("../base")]
    [InlineData("/base")]
    [InlineData("base.yaml")]
    [InlineData("https://example.org/one")]
    [InlineData("file:///srv/repo//../a")]
    public void What_is_no_address_of_a_repository_is_a_path(string text) => Assert.Null(RepositoryAddress.Of(text));

    [Theory]
    [InlineData("", 27, true)]
    [InlineData("?timeout=5&submodules=false", 5, false)]
    [InlineData("?timeout=2m", 120, true)]
    [InlineData("?timeout=-1&submodules=maybe", 27, true)]
    public void Addresses_say_how_long_git_may_take_and_whether_submodules_are_wanted(string query, int seconds, bool hasSubmodules)
    {
        var address = RepositoryAddress.Of($"file:///srv/repo{query}")!;
        Assert.Equal((TimeSpan.FromSeconds(seconds), hasSubmodules), (address.Limit, address.HasSubmodules));
    }
    [Fact]
    public void A_branch_that_git_would_take_for_an_option_is_refused_before_git_is_asked() =>
        Assert.Equal("'--upload-pack=touch x' is no branch, tag or commit", Assert.Throws<CliException>(static () => KustomizationBuilder.Build("file:///srv/none?ref=--upload-pack=touch%20x")).Message);
}
