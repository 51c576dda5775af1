using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Questions of what somebody may do. Source: Kubernetes authorizer library.</summary>
internal static class AuthorizerLibrary
{
    private const long CheckCost = 350_000;

    public static CelType Authorizer { get; } = CelType.Opaque("kubernetes.authorization.Authorizer");
    public static CelType PathCheck { get; } = CelType.Opaque("kubernetes.authorization.PathCheck");
    public static CelType GroupCheck { get; } = CelType.Opaque("kubernetes.authorization.GroupCheck");
    public static CelType ResourceCheck { get; } = CelType.Opaque("kubernetes.authorization.ResourceCheck");
    public static CelType Decision { get; } = CelType.Opaque("kubernetes.authorization.Decision");

    public static IEnumerable<CelOverload> Overloads =>
    [
        Add("path", Authorizer, PathCheck, static (a, path) => a with { Path = path }),
        Add("group", Authorizer, GroupCheck, static (a, group) => a with { Group = group }),
        Add("resource", GroupCheck, ResourceCheck, static (a, resource) => a with { Resource = resource }),
        Add("subresource", ResourceCheck, ResourceCheck, static (a, subresource) => a with { Subresource = subresource }),
        Add("namespace", ResourceCheck, ResourceCheck, static (a, ns) => a with { Namespace = ns }),
        Add("name", ResourceCheck, ResourceCheck, static (a, name) => a with { Name = name }),
        Add("fieldSelector", ResourceCheck, ResourceCheck, static (a, selector) => a with { FieldSelector = selector }),
        Add("labelSelector", ResourceCheck, ResourceCheck, static (a, selector) => a with { LabelSelector = selector }),
        Member("serviceAccount", [Authorizer, CelType.String, CelType.String], Authorizer, static v => Of(v[0]) is var a ? a.With(Authorizer, a.Access with { ServiceAccountNamespace = Text(v[1]), ServiceAccount = Text(v[2]) }) : v[0]),
        Member("check", [PathCheck, CelType.String], Decision, static v => Check(v)).Costs(CheckCost),
        Member("check", [ResourceCheck, CelType.String], Decision, static v => Check(v)).Costs(CheckCost),
        Member("allowed", [Decision], CelType.Bool, static v => ((DecisionValue)v[0]).Decision.IsAllowed),
        Member("reason", [Decision], CelType.String, static v => ((DecisionValue)v[0]).Decision.Reason),
        Member("errored", [Decision], CelType.Bool, static v => ((DecisionValue)v[0]).Decision.Error is not null),
        Member("error", [Decision], CelType.String, static v => ((DecisionValue)v[0]).Decision.Error ?? ""),
    ];

    private static CelOverload Add(string name, CelType from, CelType to, Func<CelAccess, string, CelAccess> change) =>
        Member(name, [from, CelType.String], to, v => Of(v[0]).With(to, change(Of(v[0]).Access, Text(v[1]))));

    private static DecisionValue Check(ReadOnlySpan<CelValue> v) => new(Of(v[0]).Authorizer.Decide(Of(v[0]).Access with { Verb = Text(v[1]) }));

    private static AccessValue Of(CelValue value) => (AccessValue)value;
    private static string Text(CelValue value) => ((CelString)value).Value;
}
