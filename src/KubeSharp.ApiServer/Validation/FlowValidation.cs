using KubeSharp.ApiServer.Bootstrap;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Flow schemas and priority levels. Source: API Priority and Fairness.</summary>
public static class FlowValidation
{
    private const int PrecedenceMax = 10000, QueuesMax = 10_000_000, HashBitsMax = 60;
    private const string KeepsZero = "flowcontrol.k8s.io/preserve-zero-concurrency-shares";

    private static void Distinguisher(ObjectNode method, FieldPath path, FieldErrors errors)
    {
        if (method.Text("type") is not ("ByNamespace" or "ByUser")) { errors.NotSupported(path.Child("type"), InternalForm.Of("flowcontrol.FlowDistinguisherMethod", method), "ByNamespace", "ByUser"); }
    }

    private static readonly (string Kind, string Field)[] _subjects = [("ServiceAccount", "serviceAccount"), ("User", "user"), ("Group", "group")];
    private static readonly string[] _verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

    /// <summary>A FlowSchema.</summary>
    public static void Schema(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        if (spec.Number("matchingPrecedence") is not (>= 1 and <= PrecedenceMax)) { errors.Invalid(path.Child("matchingPrecedence"), spec.Number("matchingPrecedence") ?? 0, spec.Number("matchingPrecedence") is > PrecedenceMax ? $"must not be greater than {PrecedenceMax}" : "must be a positive value"); }
        if (spec.Number("matchingPrecedence") == 1 && value.TextAt("metadata", "name") != "exempt") { errors.Invalid(path.Child("matchingPrecedence"), 1, "only the schema named 'exempt' may have matchingPrecedence 1"); }
        if (spec.Has("distinguisherMethod")) { Distinguisher(spec.Object("distinguisherMethod"), path.Child("distinguisherMethod"), errors); }
        if (spec.Object("priorityLevelConfiguration").Text("name").Length == 0) { errors.Required(path.Child("priorityLevelConfiguration").Child("name"), "must reference a priority level"); }
        else { Names.Check(Names.Subdomain(spec.Object("priorityLevelConfiguration").Text("name")), path.Child("priorityLevelConfiguration").Child("name"), spec.Object("priorityLevelConfiguration").Text("name"), errors); }
        var rules = spec.Items("rules");
        for (var i = 0; i < rules.Count; i++)
        {
            var at = path.Child("rules").Index(i);
            if (rules[i].Items("subjects").Count == 0) { errors.Required(at.Child("subjects"), "subjects must contain at least one value"); }
            var subjects = rules[i].Items("subjects");
            for (var j = 0; j < subjects.Count; j++) { Subject((ObjectNode)subjects[j], at.Child("subjects").Index(j), errors); }
            if (rules[i].Items("resourceRules").Count + rules[i].Items("nonResourceRules").Count == 0) { errors.Required(at, "at least one of resourceRules and nonResourceRules has to be non-empty"); }
            var resources = rules[i].Items("resourceRules");
            for (var j = 0; j < resources.Count; j++) { ResourceRule(resources[j], at.Child("resourceRules").Index(j), errors); }
            var others = rules[i].Items("nonResourceRules");
            for (var j = 0; j < others.Count; j++) { NonResourceRule(others[j], at.Child("nonResourceRules").Index(j), errors); }
        }
        if (value.TextAt("metadata", "name") is "exempt" or "catch-all") { Fixed("FlowSchema", value, errors); }
    }

    // What must be there for requests to be served at all stays as it was made.
    private static void Fixed(string kind, ObjectNode value, FieldErrors errors)
    {
        var name = value.TextAt("metadata", "name") ?? "";
        if (BootstrapObjects.SpecOf(kind, name) is { } wanted && !wanted.Equals(value["spec"])) { errors.Invalid(FieldPath.Of("spec"), value["spec"], $"spec of '{name}' must equal the fixed value"); }
    }

    private static void Subject(ObjectNode subject, FieldPath path, FieldErrors errors)
    {
        if (subject.Text("kind") is not ("Group" or "ServiceAccount" or "User")) { errors.NotSupported(path.Child("kind"), subject.Text("kind"), "Group", "ServiceAccount", "User"); return; }
        // What it is comes first, then what it is not.
        foreach (var (kind, field) in _subjects.OrderBy(s => s.Kind == subject.Text("kind") ? 0 : 1))
        {
            if (subject.Text("kind") == kind && !subject.Has(field)) { errors.Required(path.Child(field), $"{field} is required when subject kind is '{kind}'"); }
            if (subject.Text("kind") != kind && subject.Has(field)) { errors.Forbidden(path.Child(field), $"{field} is forbidden when subject kind is not '{kind}'"); }
            if (subject.Text("kind") != kind || !subject.Has(field)) { continue; }
            foreach (var part in (ReadOnlySpan<string>)(kind == "ServiceAccount" ? ["name", "namespace"] : ["name"]))
            {
                var text = subject.Object(field).Text(part);
                if (text.Length == 0) { errors.Required(path.Child(field).Child(part), part == "namespace" ? "must specify namespace for service account" : ""); }
                else if (kind == "ServiceAccount" && (text != "*" || part == "namespace")) { Names.Check(part == "name" ? Names.Subdomain(text) : Names.DnsLabel(text), path.Child(field).Child(part), text, errors); }
            }
        }
    }

    private static void ResourceRule(Node rule, FieldPath path, FieldErrors errors)
    {
        Verbs(rule, path, errors);
        All(rule, "apiGroups", "resource rules must supply at least one api group", path, errors);
        All(rule, "resources", "resource rules must supply at least one resource", path, errors);
        if (rule.Items("namespaces").Count == 0 && !rule.IsTrue("clusterScope")) { errors.Required(path.Child("namespaces"), "resource rules that are not cluster scoped must supply at least one namespace"); }
        var namespaces = rule.Items("namespaces");
        if (namespaces.Contains("*")) { All(rule, "namespaces", "", path, errors); return; }
        for (var i = 0; i < namespaces.Count; i++)
        {
            if (Names.DnsLabel((namespaces[i] as StringNode)?.Value ?? "") is { } wrong) { errors.Invalid(path.Child("namespaces").Index(i), namespaces[i], "each member of this list must be '*' or a DNS-1123 label; " + wrong); }
        }
    }

    private static void NonResourceRule(Node rule, FieldPath path, FieldErrors errors)
    {
        Verbs(rule, path, errors);
        All(rule, "nonResourceURLs", "nonResourceURLs must contain at least one value", path, errors);
        var urls = rule.Items("nonResourceURLs");
        for (var i = 0; i < urls.Count; i++)
        {
            var (text, at) = ((urls[i] as StringNode)?.Value ?? "", path.Child("nonResourceURLs").Index(i));
            if (text is "*" or "/") { continue; }
            if (text.Length == 0) { errors.Invalid(at, text, "must not be empty"); }
            else if (!text.StartsWith('/')) { errors.Invalid(at, text, "must start with slash"); }
            else if (text.Contains(' ', StringComparison.Ordinal)) { errors.Invalid(at, text, "must not contain white-space"); }
            else if (text.Contains("//", StringComparison.Ordinal)) { errors.Invalid(at, text, "must not contain double slash"); }
            else if (text.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 && (star != text.Length - 1 || text[star - 1] != '/')) { errors.Invalid(at, text, "wildcard can only do suffix matching"); }
        }
    }

    private static void Verbs(Node rule, FieldPath path, FieldErrors errors)
    {
        All(rule, "verbs", "verbs must contain at least one value", path, errors);
        if (!rule.Texts("verbs").Contains("*") && rule.Texts("verbs").Any(static v => !_verbs.Contains(v))) { errors.NotSupported(path.Child("verbs"), rule.Items("verbs"), _verbs); }
    }

    // There is at least one, and a star stands alone.
    private static void All(Node rule, string field, string whenMissing, FieldPath path, FieldErrors errors)
    {
        var items = rule.Items(field);
        if (items.Count == 0) { errors.Required(path.Child(field), whenMissing); }
        else if (items.Count > 1 && items.Contains("*")) { errors.Invalid(path.Child(field), items, $"if '*' is present, must not specify other {(field == "apiGroups" ? "api groups" : field == "nonResourceURLs" ? "non-resource URLs" : field)}"); }
    }

    /// <summary>A PriorityLevelConfiguration.</summary>
    public static void PriorityLevel(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        // It says in an old version what this one can say by itself.
        if (value.Object("metadata").Object("annotations").Has(KeepsZero)) { errors.Forbidden(FieldPath.Of("metadata").Child("annotations"), $"annotation '{KeepsZero}' is forbidden"); }
        Level(value, errors);
        if (value.TextAt("metadata", "name") == "catch-all") { Fixed("PriorityLevelConfiguration", value, errors); }
    }

    private static void Level(ObjectNode value, FieldErrors errors)
    {
        var (spec, path) = (value.Object("spec"), FieldPath.Of("spec"));
        var type = spec.Text("type");
        if (value.TextAt("metadata", "name") == "exempt" != (type == "Exempt")) { errors.Invalid(path.Child("type"), type, "must be 'Exempt' if and only if `name` is 'exempt'"); }
        if (type is not ("Exempt" or "Limited")) { errors.NotSupported(path.Child("type"), type, "Exempt", "Limited"); return; }
        if (type == "Exempt" && spec.Has("limited")) { errors.Forbidden(path.Child("limited"), "must be nil if the type is not Limited"); }
        if (type == "Limited" && spec.Has("exempt")) { errors.Forbidden(path.Child("exempt"), "must be nil if the type is Limited"); }
        if (type == "Exempt")
        {
            Shares(spec.Object("exempt"), path.Child("exempt"), errors);
            Lent(spec.Object("exempt"), path.Child("exempt"), errors);
        }
        if (type != "Limited") { return; }
        if (!spec.Has("limited")) { errors.Required(path.Child("limited"), "must not be empty when type is Limited"); return; }
        var (limited, at) = (spec.Object("limited"), path.Child("limited"));
        Shares(limited, at, errors);
        Response(limited.Object("limitResponse"), at.Child("limitResponse"), errors);
        Lent(limited, at, errors);
        if (limited.Number("borrowingLimitPercent") is { } borrowed and < 0) { errors.Invalid(at.Child("borrowingLimitPercent"), borrowed, "if specified, must be a non-negative integer"); }
    }

    private static void Response(ObjectNode response, FieldPath path, FieldErrors errors)
    {
        if (response.Text("type") is not ("Queue" or "Reject")) { errors.NotSupported(path.Child("type"), response.Text("type"), "Queue", "Reject"); }
        if (response.Text("type") == "Reject" && response.Has("queuing")) { errors.Forbidden(path.Child("queuing"), "must be nil if limited.limitResponse.type is not Limited"); }
        if (response.Text("type") != "Queue") { return; }
        if (!response.Has("queuing")) { errors.Required(path.Child("queuing"), "must not be empty if limited.limitResponse.type is Limited"); return; }
        var (queuing, queues) = (response.Object("queuing"), path.Child("queuing"));
        var (deck, hand) = (queuing.Number("queues") ?? 0, queuing.Number("handSize") ?? 0);
        foreach (var field in (ReadOnlySpan<string>)["queueLengthLimit", "queues"])
        {
            if (queuing.Number(field) is not > 0) { errors.Invalid(queues.Child(field), queuing.Number(field) ?? 0, "must be positive"); }
        }
        if (deck > QueuesMax) { errors.Invalid(queues.Child("queues"), deck, $"must not be greater than {QueuesMax}"); }
        if (hand <= 0) { errors.Invalid(queues.Child("handSize"), hand, "must be positive"); }
        else if (hand > deck) { errors.Invalid(queues.Child("handSize"), hand, $"should not be greater than queues ({deck})"); }
        else if (EntropyBits(deck, hand) is var bits and > HashBitsMax) { errors.Invalid(queues.Child("handSize"), hand, $"required entropy bits of deckSize {deck} and handSize {hand} should not be greater than {HashBitsMax}"); }
    }

    private static void Shares(ObjectNode level, FieldPath path, FieldErrors errors)
    {
        if (level.Number("nominalConcurrencyShares") is { } shares and < 0) { errors.Invalid(path.Child("nominalConcurrencyShares"), shares, "must be a non-negative integer"); }
    }

    private static void Lent(ObjectNode level, FieldPath path, FieldErrors errors)
    {
        if (level.Number("lendablePercent") is { } lent and (< 0 or > 100)) { errors.Invalid(path.Child("lendablePercent"), lent, "must be between 0 and 100, inclusive"); }
    }

    // How much of a hash the dealing of a hand takes.
    private static int EntropyBits(long deck, long hand) => (int)Math.Ceiling(Math.Log2(deck) * hand);

    /// <summary>The conditions of either kind: a type each, and no two alike.</summary>
    public static void Status(ObjectNode value, ObjectNode old, FieldErrors errors)
    {
        var (conditions, path, seen) = (value.Object("status").Items("conditions"), FieldPath.Of("status").Child("conditions"), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < conditions.Count; i++)
        {
            var type = conditions[i].Text("type");
            if (!seen.Add(type)) { errors.Duplicate(path.Index(i).Child("type"), type); }
            if (type.Length == 0) { errors.Required(path.Index(i).Child("type")); }
        }
    }
}
