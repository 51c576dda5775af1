using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Flow schemas and priority levels. Source: API Priority and Fairness.</summary>
public static class FlowValidation
{
    private const int PrecedenceMax = 10000;

    /// <summary>A FlowSchema.</summary>
    public static void Schema(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        if (spec.Number("matchingPrecedence") is not (>= 1 and <= PrecedenceMax)) { errors.Invalid(path.Child("matchingPrecedence"), spec.Number("matchingPrecedence") ?? 0, spec.Number("matchingPrecedence") is > PrecedenceMax ? $"must not be greater than {PrecedenceMax}" : "must be a positive value"); }
        if (spec.Number("matchingPrecedence") == 1 && value.TextAt("metadata", "name") != "exempt") { errors.Invalid(path.Child("matchingPrecedence"), 1, "only the schema named 'exempt' may have matchingPrecedence 1"); }
        if (spec.Object("priorityLevelConfiguration").Text("name").Length == 0) { errors.Required(path.Child("priorityLevelConfiguration").Child("name"), "must reference a priority level"); }
        if (spec.Has("distinguisherMethod")) { PodSpecValidation.OneOf(spec.Object("distinguisherMethod"), "type", path.Child("distinguisherMethod"), errors, "ByNamespace", "ByUser"); }
        var rules = spec.Items("rules");
        for (var i = 0; i < rules.Count; i++)
        {
            var at = path.Child("rules").Index(i);
            if (rules[i].Items("subjects").Count == 0) { errors.Required(at.Child("subjects"), "subjects must contain at least one value"); }
            if (rules[i].Items("resourceRules").Count + rules[i].Items("nonResourceRules").Count == 0) { errors.Required(at, "at least one of resourceRules and nonResourceRules has to be non-empty"); }
            var subjects = rules[i].Items("subjects");
            for (var j = 0; j < subjects.Count; j++) { PodSpecValidation.OneOf((ObjectNode)subjects[j], "kind", at.Child("subjects").Index(j), errors, "Group", "ServiceAccount", "User"); }
        }
    }

    /// <summary>A PriorityLevelConfiguration.</summary>
    public static void PriorityLevel(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var type = spec.Text("type");
        if (value.TextAt("metadata", "name") == "exempt" != (type == "Exempt")) { errors.Invalid(path.Child("type"), type, "type must be 'Exempt' if and only if `name` is 'exempt'"); }
        if (type is not ("Exempt" or "Limited")) { errors.NotSupported(path.Child("type"), type, "Exempt", "Limited"); return; }
        if (type == "Exempt" && spec.Has("limited")) { errors.Forbidden(path.Child("limited"), "must be nil if the type is not Limited"); }
        if (type == "Limited" && spec.Has("exempt")) { errors.Forbidden(path.Child("exempt"), "must be nil if the type is Limited"); }
        if (type != "Limited") { return; }
        var (limited, at) = (spec.Object("limited"), path.Child("limited"));
        if (limited.Number("nominalConcurrencyShares") is { } shares and < 0) { errors.Invalid(at.Child("nominalConcurrencyShares"), shares, "must be a non-negative integer"); }
        if (limited.Number("lendablePercent") is { } lent and (< 0 or > 100)) { errors.Invalid(at.Child("lendablePercent"), lent, "must be between 0 and 100, inclusive"); }
        var response = limited.Object("limitResponse");
        if (response.Text("type") is not ("Queue" or "Reject")) { errors.NotSupported(at.Child("limitResponse").Child("type"), response.Text("type"), "Queue", "Reject"); }
        if (response.Text("type") == "Reject" && response.Has("queuing")) { errors.Forbidden(at.Child("limitResponse").Child("queuing"), "must be nil if limited.limitResponse.type is not Limited"); }
        if (response.Text("type") != "Queue") { return; }
        var (queuing, queues) = (response.Object("queuing"), at.Child("limitResponse").Child("queuing"));
        foreach (var field in (ReadOnlySpan<string>)["queues", "handSize", "queueLengthLimit"])
        {
            if (queuing.Number(field) is not > 0) { errors.Invalid(queues.Child(field), queuing.Number(field) ?? 0, "must be positive"); }
        }
        if (queuing.Number("handSize") > queuing.Number("queues")) { errors.Invalid(queues.Child("handSize"), queuing.Number("handSize") ?? 0, $"should not be greater than queues ({queuing.Number("queues")})"); }
    }
}
