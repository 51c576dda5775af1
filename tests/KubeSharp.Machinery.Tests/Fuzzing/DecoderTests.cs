using System.Text;
using System.Text.Json;
using KubeSharp.Api;
using KubeSharp.Api.Protobuf;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Machinery.Tests.Fuzzing;

/// <summary>Whatever comes in, a decoder answers or refuses in the one way that it says; it never fails otherwise.</summary>
public sealed class DecoderTests
{
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"500m"}}}]}}""";
    private static readonly Schema _pod = ApiSchemas.Get("io.k8s.api.core.v1.Pod");

    [Fact]
    public void Json_is_read_or_refused_and_what_is_read_is_written_again() => Each(Mutations.Of(Pod, """[1,2.5e3,-0,"é\n😀",null,true]"""), static input =>
    {
        Node node;
        try { node = Node.Parse(input); }
        catch (JsonException) { return; }
        Assert.Equal(node, Node.Parse(node.ToUtf8()));
        DuplicateFields.Find(input);
    });

    [Fact]
    public void Yaml_is_read_or_refused_and_what_is_read_is_written_again() => Each(Mutations.Of("a: 1\nb: [x, 'y', \"z\"]\nc: {d: null, e: ~}\n", "- &a {x: 1}\n- *a\n- |\n  text\n  more\n", "---\nkind: List\nitems:\n- name: 0x10\n  value: 1e3\n---\nb: 2001-01-01\n"), static input =>
    {
        IReadOnlyList<Node> nodes;
        try { nodes = Yaml.ReadAll(Encoding.UTF8.GetString(input)); }
        catch (FormatException) { return; }
        foreach (var node in nodes) { Assert.Equal(node, Yaml.Read(Yaml.Write(node))); }
    });

    [Fact]
    public void Protobuf_is_read_or_refused()
    {
        var good = ProtobufWriter.Object((ObjectNode)Node.Parse(Pod))!;
        Each(Mutations.Of([good, [.. good.Take(20)]]), static input =>
        {
            try { ProtobufReader.Read(input); }
            catch (FormatException) { }
        });
    }

    [Fact]
    public void A_document_is_brought_into_its_shape_or_refused() => Each(Mutations.Of(Pod), static input =>
    {
        try
        {
            if (Node.Parse(input) is ObjectNode document) { new DocumentReader(static _ => { }).Read(document, _pod); }
        }
        catch (JsonException) { }
        catch (StatusException e) when (e.Is(StatusReason.BadRequest)) { }
    });

    [Fact]
    public void A_json_patch_fits_or_is_refused() => Each(
        Mutations.Of("""[{"op":"add","path":"/spec/containers/-","value":{"name":"d"}},{"op":"test","path":"/kind","value":"Pod"}]""", """[{"op":"move","from":"/metadata/labels/x","path":"/metadata/labels/z"},{"op":"remove","path":"/spec"}]""", """[{"op":"copy","from":"/spec","path":"/metadata/copy"},{"op":"replace","path":"","value":{}}]"""),
        static input => Patched(input, static (target, patch) => JsonPatch.Apply(target, patch)));

    [Fact]
    public void A_merge_patch_fits() => Each(Mutations.Of("""{"metadata":{"labels":{"x":null,"y":"z"}}}""", Pod), static input => Patched(input, static (target, patch) => MergePatch.Apply(target, patch)));

    [Fact]
    public void A_strategic_merge_patch_fits_or_is_refused() => Each(
        Mutations.Of("""{"spec":{"containers":[{"name":"c","image":"j"},{"$patch":"delete","name":"d"}],"$setElementOrder/containers":[{"name":"c"}]}}""", """{"spec":{"$patch":"replace","volumes":[{"name":"v","$retainKeys":["name","emptyDir"],"emptyDir":{}}]},"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}"""),
        static input => Patched(input, static (target, patch) => patch is ObjectNode fields ? StrategicMergePatch.Apply(target, fields, _pod) : target));

    [Fact]
    public void A_quantity_is_read_as_what_it_is_printed_as() => Each(Mutations.Of("500m", "1.5Gi", "1e3", "-12E", "100n", "0.000000001", "9223372036854775807Ki"), static input =>
    {
        if (!Quantity.TryParse(Encoding.UTF8.GetString(input), out var quantity)) { return; }
        Assert.True(Quantity.TryParse(quantity.ToString(), out var again), quantity.ToString());
        Assert.Equal(quantity.ToString(), again.ToString());
    });

    [Fact]
    public void Selectors_are_read_or_refused() => Each(Mutations.Of("a=b,c!=d,e in (f, g),!h,i notin (j),k>5", "metadata.name=a,spec.nodeName!=b\\,c", "x==y"), static input =>
    {
        var text = Encoding.UTF8.GetString(input);
        try { Assert.NotNull(LabelSelector.Parse(text).ToString()); }
        catch (FormatException) { }
        try { Assert.NotNull(FieldSelector.Parse(text)); }
        catch (FormatException) { }
    });

    [Fact]
    public void Json_paths_are_read_or_refused() => Each(Mutations.Of(".spec.containers[*].name", "{.items[?(@.a==\"b\")].c}", ".a['b\\.c'][0:2]", "{range .x}{.y}{end}"), static input =>
    {
        try { JsonPath.Parse(Encoding.UTF8.GetString(input)); }
        catch (FormatException) { }
    });

    [Fact]
    public void Expressions_are_compiled_or_told_what_is_wrong_and_evaluate_within_their_budget()
    {
        var environment = CelEnvironment.Kubernetes.With("self", CelType.Dyn);
        var variables = new CelVariables().Set("self", CelValue.From(Node.Parse("""{"a":2,"b":["x"]}""")));
        Each(Mutations.Of("self.a > 1 && has(self.b)", "[1,2,3].map(x, x * 2).exists(y, y == 4)", "'a' + string(1u) == \"b\" ? {'k': 1.5} : dyn(null)", "quantity('1Gi').isGreaterThan(quantity('1M'))", "'x'.matches('[a-z]+') || duration('1h') > duration('1m')"), input =>
        {
            var compiled = CelExpression.Compile(Encoding.UTF8.GetString(input), environment);
            Assert.Equal(compiled.Expression is null, compiled.ErrorText.Length > 0);
            compiled.Expression?.Evaluate(variables, new CelBudget(10_000, 10_000));
        });
    }

    [Fact]
    public void Patterns_are_translated_or_refused() => Each(Mutations.Of("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "(?i:a|b){2,5}\\d+[[:alnum:]]", "\\p{Greek}+|\\x{1F600}.*?"), static input =>
    {
        Re2.TryCompile(Encoding.UTF8.GetString(input), out var pattern, out var error);
        Assert.Equal(pattern is null, error is not null);
    });

    private static void Patched(byte[] input, Func<ObjectNode, Node, Node> apply)
    {
        var target = (ObjectNode)Node.Parse(Pod);
        try { Assert.NotNull(apply(target, Node.Parse(input))); }
        catch (Exception e) when (e is JsonException or PatchException) { }
        // A document never changes; a patch gives another one.
        Assert.Equal(Node.Parse(Pod), target);
    }

    private static void Each(IEnumerable<byte[]> inputs, Action<byte[]> check)
    {
        foreach (var input in inputs)
        {
            try { check(input); }
            catch (Exception e) { throw new Xunit.Sdk.XunitException($"input {Mutations.Show(input)}\n{e}"); }
        }
    }
}
