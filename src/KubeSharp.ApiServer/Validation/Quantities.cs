using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Amounts and what they may be amounts of. Source: Resource Management for Pods and Containers; Resource Quotas.</summary>
public static class Quantities
{
    /// <summary>The amount; zero where there is none.</summary>
    public static Quantity Read(Node? node) => node is StringNode text && Quantity.TryParse(text.Value, out var quantity) ? quantity : node is NumberNode number ? Quantity.TryParse(number.ToString(), out var whole) ? whole : Quantity.Zero : Quantity.Zero;

    /// <summary>Whether two lists have the same amounts, however they are written.</summary>
    public static bool Same(ObjectNode a, ObjectNode b) => a.Count == b.Count && a.All(f => b[f.Key] is { } other && Read(other) == Read(f.Value));

    /// <summary>Requests and limits of a container.</summary>
    public static void Requirements(ObjectNode resources, FieldPath path, FieldErrors errors)
    {
        var (requests, limits) = (resources.Object("requests"), resources.Object("limits"));
        foreach (var (name, amount) in limits.Fields) { Amount(name, amount, path.Child("limits").Key(name), errors); }
        foreach (var (name, amount) in requests.Fields) { Amount(name, amount, path.Child("requests").Key(name), errors); }
        foreach (var (name, amount) in requests.Fields)
        {
            if (limits[name] is not { } limit)
            {
                if (!IsOvercommitable(name)) { errors.Required(path.Child("limits"), "Limit must be set for non overcommitable resources"); }
                continue;
            }
            var (asked, most) = (Read(amount), Read(limit));
            if (!IsOvercommitable(name) && asked != most) { errors.Invalid(path.Child("requests"), amount, $"must be equal to {name} limit of {most}"); }
            else if (asked > most) { errors.Invalid(path.Child("requests"), amount, $"must be less than or equal to {name} limit of {most}"); }
        }
        if ((requests.Fields.ToArray().Concat(limits.Fields.ToArray()).Any(static f => IsHugePages(f.Key))) && !Has(requests, limits, "cpu") && !Has(requests, limits, "memory"))
        {
            errors.Forbidden(path, "HugePages require cpu or memory");
        }
    }

    /// <summary>One amount of a container's resource.</summary>
    public static void Amount(string name, Node amount, FieldPath path, FieldErrors errors)
    {
        ContainerResource(name, path, errors);
        var value = Read(amount);
        if (value.Sign < 0) { errors.Invalid(path, amount, "must be greater than or equal to 0"); }
        else if (IsWhole(name) && value.MilliValue % 1000 != 0) { errors.Invalid(path, amount, "must be an integer"); }
    }

    /// <summary>An amount that may not be below zero.</summary>
    public static void NotNegative(Node amount, FieldPath path, FieldErrors errors)
    {
        if (Read(amount).Sign < 0) { errors.Invalid(path, amount, "must be greater than or equal to 0"); }
    }

    /// <summary>Pages, and all that is not Kubernetes' own: requests must equal limits.</summary>
    public static bool IsOvercommitable(string name) => IsNative(name) && !IsHugePages(name);

    /// <summary>A resource of Kubernetes itself: no prefix, or one of kubernetes.io.</summary>
    public static bool IsNative(string name) => !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>A resource that a pod may ask for as a whole.</summary>
    public static bool IsOfPod(string name) => name is "cpu" or "memory" || IsHugePages(name);

    private static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>A resource of which there are no fractions.</summary>
    public static bool IsWhole(string name) => !IsNative(name) || name is "pods" or "services" or "replicationcontrollers" or "resourcequotas" or "secrets" or "configmaps" or "persistentvolumeclaims" or "services.nodeports" or "services.loadbalancers";

    private static bool Has(ObjectNode requests, ObjectNode limits, string name) => requests.Has(name) || limits.Has(name);

    /// <summary>The name of any resource: one of Kubernetes', or one with a domain.</summary>
    public static void ResourceName(string name, FieldPath path, FieldErrors errors)
    {
        if (Names.Qualified(name) is { } wrong) { Names.Check(wrong, path, name, errors); }
        else if (!name.Contains('/', StringComparison.Ordinal) && !QuotaValidation.IsQuota(name) && name != "storage") { errors.Invalid(path, name, "must be a standard resource type or fully qualified"); }
    }

    /// <summary>The name of what a container may ask for. What is no resource at all is told twice.</summary>
    public static void ContainerResource(string name, FieldPath path, FieldErrors errors)
    {
        ResourceName(name, path, errors);
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            if (name is not ("cpu" or "memory" or "ephemeral-storage") && !IsHugePages(name)) { errors.Invalid(path, name, "must be a standard resource for containers"); }
        }
        else if (!IsNative(name) && name.StartsWith("requests.", StringComparison.Ordinal)) { errors.Invalid(path, name, "doesn't follow extended resource name standard"); }
    }
}
