using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>
/// What the types of the resources that a policy is for say against its expressions: <c>object.spec.replicass</c>. A policy is taken all the same, and
/// the warnings stand in its status. Pure. Source: Validating Admission Policy, type checking.
/// </summary>
public static class PolicyTypeChecks
{
    /// <summary>Types that a policy is checked against at most.</summary>
    public const int TypesMax = 10;

    /// <summary>The policy's status.typeChecking.</summary>
    public static ObjectNode Check(ObjectNode policy, ResourceTable table)
    {
        var spec = policy.Object("spec");
        var types = TypesOf(spec, table);
        var environment = PolicyEnvironment.Policy(PolicyEnvironment.HasParams(policy));
        if (spec["paramKind"] is ObjectNode kind && ParamType(kind, table) is { } parameters) { environment = environment.With("params", parameters); }
        var typed = types.Select(t => (t.Name, PolicyVariables.Compile(spec.Items("variables"), environment.With("object", t.Type).With("oldObject", t.Type)).Environment)).ToArray();
        var validations = spec.Items("validations");
        var warnings = ImmutableArray.CreateBuilder<Node>();
        for (var i = 0; i < validations.Count; i++)
        {
            foreach (var field in (ReadOnlySpan<string>)["expression", "messageExpression"])
            {
                if (validations[i].Text(field) is not { Length: > 0 } text) { continue; }
                var warning = string.Concat(typed.Select(t => (t.Name, CelExpression.Compile(text, t.Environment).ErrorText)).Where(static r => r.ErrorText.Length > 0).Select(static r => $"{r.Name}: {r.ErrorText}\n"));
                if (warning.Length > 0) { warnings.Add(ObjectNode.Of(("fieldRef", $"spec.validations[{i}].{field}"), ("warning", warning))); }
            }
        }
        return ObjectNode.Of(("expressionWarnings", warnings.Count == 0 ? null : new ArrayNode([.. warnings])));
    }

    // What rules name without wildcards and without subresources.
    private static IEnumerable<(string Name, CelType Type)> TypesOf(ObjectNode spec, ResourceTable table) =>
        [.. spec.Object("matchConstraints").Items("resourceRules")
            .SelectMany(static r => r.Texts("apiGroups").SelectMany(g => r.Texts("apiVersions").SelectMany(v => r.Texts("resources").Select(p => (Group: g, Version: v, Plural: p)))))
            .Select(n => table.Find(n.Group, n.Version, n.Plural)).OfType<(ResourceDefinition Definition, ApiResource Version)>().DistinctBy(static f => f.Version)
            .Select(static f => (Name: $"{f.Version.Group}/{f.Version.Version}, Kind={f.Version.Kind}", Type: TypeOf(f.Definition, f.Version))).OrderBy(static t => t.Name, StringComparer.Ordinal).Take(TypesMax)];

    private static CelType? ParamType(ObjectNode kind, ResourceTable table)
    {
        foreach (var definition in table.Definitions)
        {
            foreach (var version in definition.Versions)
            {
                if (version.Kind == kind.Text("kind") && (version.Group.Length == 0 ? version.Version : $"{version.Group}/{version.Version}") == kind.Text("apiVersion")) { return TypeOf(definition, version); }
            }
        }
        return null;
    }

    private static CelType TypeOf(ResourceDefinition definition, ApiResource version)
    {
        var schema = definition.Schema(version);
        return schema.Structural is { } structural ? CelSchemas.FromOpenApi(structural.Source, isResourceRoot: true) ?? CelType.Dyn : CelSchemas.FromSchema(schema);
    }
}
