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

    private IReadOnlyList<ObjectNode> Build(string kustomization)
    {
        File.WriteAllText(Path.Combine(_folder, "source.yaml"), Source);
        File.WriteAllText(Path.Combine(_folder, "web.yaml"), Web);
        File.WriteAllText(Path.Combine(_folder, "kustomization.yaml"), "resources: [source.yaml, web.yaml]\n" + kustomization);
        return KustomizationBuilder.Build(_folder);
    }

    private static Node? Field(Node content, string path) => FieldPath.Find(content, [.. FieldPath.Parse(path)]);

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

    [Fact]
    public void Charts_need_to_be_allowed() => Assert.Equal("must specify --enable-helm", Assert.Throws<CliException>(() => Build("helmCharts: [{name: x}]\n")).Message);

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
    [InlineData("a: [\n")]
    [InlineData("patches: [{target: {kind: ConfigMap}, patch: '- ['}]\n")]
    public void What_is_no_YAML_is_told_so(string kustomization) =>
        Assert.StartsWith("invalid Kustomization: yaml: ", Assert.Throws<CliException>(() => KustomizationBuilder.Build(Folder("broken", kustomization))).Message, StringComparison.Ordinal);
}
