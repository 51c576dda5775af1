using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;
using KubeSharp.Machinery.Expressions.Values;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Patching.Apply;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>One mutation of a policy, compiled: a configuration to apply, or a JSON patch.</summary>
internal sealed record PolicyMutation(CelCompilation Expression, bool IsPatch)
{
    /// <summary>The type that the expression must have.</summary>
    public static CelType ResultType(bool isPatch) => isPatch ? CelType.ListOf(MutationTypes.JsonPatch) : MutationTypes.Object;

    public static PolicyMutation Compile(Node mutation, CelEnvironment environment)
    {
        var isPatch = mutation.Text("patchType") == "JSONPatch";
        return new(CelExpression.Compile(mutation.Object(isPatch ? "jsonPatch" : "applyConfiguration").Text("expression"), environment, ResultType(isPatch)), isPatch);
    }

    /// <summary>The object after the mutation, or what went wrong.</summary>
    public (ObjectNode? Value, string? Error) Apply(ObjectNode value, Schema schema, CelVariables variables, CelBudget budget, CancellationToken cancellation)
    {
        if (Expression.Expression is not { } expression) { return (null, $"expression '{Expression.Source}' does not compile: {Expression.ErrorText}"); }
        var result = expression.Evaluate(variables, budget, cancellation);
        if (budget.IsExhausted) { return (null, "mutation failed due to running out of cost budget, no further mutation rules will be run"); }
        if (result.Value is not { } change) { return (null, $"expression '{expression.Source}' resulted in error: {result.Error}"); }
        return IsPatch ? Patch(value, change) : Merge(value, change, schema);
    }

    private static (ObjectNode?, string?) Merge(ObjectNode value, CelValue change, Schema schema)
    {
        if (MisplacedType(change, MutationTypes.Root) is { } misplaced) { return (null, misplaced); }
        if (change.ToNode() is not ObjectNode configuration) { return (null, "ApplyConfiguration expression does not evaluate to an object"); }
        if (AppliedConfiguration.FindAtomic(configuration, schema) is { } path) { return (null, $"error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: {path}"); }
        return (AppliedConfiguration.Merge(value, configuration, schema), null);
    }

    // An object is built under the name of the path it stands at.
    private static string? MisplacedType(CelValue value, string path)
    {
        if (value is CelList list) { return Enumerable.Range(0, list.Count).Select(i => MisplacedType(list[i], path)).FirstOrDefault(static m => m is not null); }
        if (value is not CelObject built) { return null; }
        if (built.Type.Name != path) { return $"unexpected type name \"{built.Type.Name}\", expected \"{path}\", which matches field name path from root Object type"; }
        return built.SetFields.Select(f => MisplacedType(built.Field(f)!, $"{path}.{f}")).FirstOrDefault(static m => m is not null);
    }

    private static (ObjectNode?, string?) Patch(ObjectNode value, CelValue change)
    {
        if (change.ToNode() is not ArrayNode operations) { return (null, "type mismatch: JSONPatchType.expression should evaluate to an array of JSONPatch"); }
        try { return JsonPatch.Apply(value, operations) is ObjectNode patched ? (patched, null) : (null, "JSON patch: the result is no object"); }
        catch (PatchException e) { return (null, $"JSON Patch: {e.Message}"); }
    }
}
