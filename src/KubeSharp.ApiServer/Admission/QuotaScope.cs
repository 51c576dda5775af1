using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Of which objects a quota counts. Source: Resource Quotas, quota scopes.</summary>
/// <param name="Name">The scope, as PriorityClass.</param>
/// <param name="Operator">Exists, DoesNotExist, In, NotIn.</param>
/// <param name="Values">What is looked for.</param>
public sealed record QuotaScope(string Name, string Operator, ImmutableArray<string> Values)
{
    private const string Exists = "Exists";

    /// <summary>Reads one of a selector.</summary>
    public static QuotaScope Read(Node expression) => new(expression.Text("scopeName"), expression.Text("operator"), [.. expression.Texts("values")]);

    /// <summary>Those of a quota.</summary>
    public static IEnumerable<QuotaScope> Of(ObjectNode quota) => quota.Object("spec").Texts("scopes").Select(static s => new QuotaScope(s, Exists, [])).Concat(quota.Object("spec").Object("scopeSelector").Items("matchExpressions").Select(Read));

    /// <summary>Whether an object of the resource is in it.</summary>
    public bool Has(string resource, ObjectNode value) => resource switch
    {
        "pods" => HasPod(value, value.Object("spec")),
        "persistentvolumeclaims" => Name == "VolumeAttributesClass" && Selects(Classes(value)),
        _ => false,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{{{Name} {Operator} [{string.Join(' ', Values)}]}}";

    private bool HasPod(ObjectNode pod, ObjectNode spec) => Name switch
    {
        "Terminating" => spec.Number("activeDeadlineSeconds") is >= 0,
        "NotTerminating" => spec.Number("activeDeadlineSeconds") is null,
        "BestEffort" => Registry.Kinds.PodRules.QosClass(spec) == "BestEffort",
        "NotBestEffort" => Registry.Kinds.PodRules.QosClass(spec) != "BestEffort",
        "CrossNamespacePodAffinity" => QuotaUsage.HasCrossNamespaceTerm(spec.Object("affinity")),
        "PriorityClass" => Selects(spec.Text("priorityClassName") is { Length: > 0 } name ? [name] : []),
        _ => false,
    };

    // One of the names will do; where there is none, those operators hold that ask for none.
    private bool Selects(string[] names) => Operator switch
    {
        "In" => names.Any(n => Values.Contains(n)),
        "NotIn" => names.Length == 0 || names.Any(n => !Values.Contains(n)),
        "DoesNotExist" => names.Length == 0,
        _ => names.Length > 0,
    };

    private static string[] Classes(ObjectNode claim) =>
        [.. new[] { claim.Object("spec").Text("volumeAttributesClassName"), claim.Object("status").Text("currentVolumeAttributesClassName"), claim.Object("status").Object("modifyVolumeStatus").Text("targetVolumeAttributesClassName") }.Where(static n => n.Length > 0).Distinct()];
}
