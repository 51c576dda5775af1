using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Node and pod affinity, and node selectors wherever they stand. Source: Assigning Pods to Nodes.</summary>
public static class AffinityValidation
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    /// <summary>An Affinity.</summary>
    public static void Check(ObjectNode affinity, FieldPath path, FieldErrors errors)
    {
        var node = affinity.Object("nodeAffinity");
        if (node.Has(Required)) { NodeSelector(node.Object(Required), path.Child("nodeAffinity").Child(Required), errors); }
        Weighted(node.Items(Preferred), "preference", path.Child("nodeAffinity").Child(Preferred), errors, PreferredTerm);
        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var terms = affinity.Object(kind).Items(Required);
            for (var i = 0; i < terms.Count; i++) { PodTerm(terms[i], path.Child(kind).Child(Required).Index(i), errors); }
            Weighted(affinity.Object(kind).Items(Preferred), "podAffinityTerm", path.Child(kind).Child(Preferred), errors, PodTerm);
        }
    }

    /// <summary>A NodeSelector.</summary>
    public static void NodeSelector(ObjectNode selector, FieldPath path, FieldErrors errors)
    {
        var terms = selector.Items("nodeSelectorTerms");
        if (terms.Count == 0) { errors.Required(path.Child("nodeSelectorTerms"), "must have at least one node selector term"); }
        for (var i = 0; i < terms.Count; i++) { NodeTerm(terms[i], areValuesChecked: true, path.Child("nodeSelectorTerms").Index(i), errors); }
    }

    private static void Weighted(ArrayNode terms, string field, FieldPath path, FieldErrors errors, Action<Node, FieldPath, FieldErrors> check)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (terms[i].Number("weight") is not (>= 1 and <= 100)) { errors.Invalid(path.Index(i).Child("weight"), terms[i].Number("weight") ?? 0, "must be in the range 1-100"); }
            check(terms[i].Object(field), path.Index(i).Child(field), errors);
        }
    }

    // Compat: values that no label can have were let in here before; they only match nothing.
    private static void PreferredTerm(Node term, FieldPath path, FieldErrors errors) => NodeTerm(term, areValuesChecked: false, path, errors);

    private static void NodeTerm(Node term, bool areValuesChecked, FieldPath path, FieldErrors errors)
    {
        foreach (var list in (ReadOnlySpan<string>)["matchExpressions", "matchFields"])
        {
            var requirements = term.Items(list);
            for (var i = 0; i < requirements.Count; i++)
            {
                if (list == "matchFields") { FieldRequirement(requirements[i], path.Child(list).Index(i), errors); }
                else { LabelRequirement(requirements[i], areValuesChecked, path.Child(list).Index(i), errors); }
            }
        }
    }

    private static void FieldRequirement(Node requirement, FieldPath path, FieldErrors errors)
    {
        var (key, kind, values) = (requirement.Text("key"), requirement.Text("operator"), requirement.Items("values"));
        if (kind is not ("In" or "NotIn")) { errors.Invalid(path.Child("operator"), kind, "not a valid selector operator"); }
        else if (values.Count != 1) { errors.Required(path.Child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"); }
        if (key != "metadata.name") { errors.Invalid(path.Child("key"), key, "not a valid field selector key"); return; }
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is StringNode node) { Names.Check(Names.Subdomain(node.Value), path.Child("values").Index(i), node, errors); }
        }
    }

    private static void LabelRequirement(Node requirement, bool areValuesChecked, FieldPath path, FieldErrors errors)
    {
        var (key, kind, values) = (requirement.Text("key"), requirement.Text("operator"), requirement.Items("values"));
        var count = values.Count;
        switch (kind)
        {
            case "In" or "NotIn":
                if (count == 0) { errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'"); }
                break;
            case "Exists" or "DoesNotExist":
                if (count > 0) { errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"); }
                break;
            case "Gt" or "Lt":
                if (count != 1) { errors.Required(path.Child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'"); }
                break;
            default:
                errors.Invalid(path.Child("operator"), kind, "not a valid selector operator");
                break;
        }
        Names.Check(Names.Qualified(key), path.Child("key"), key, errors);
        for (var i = 0; areValuesChecked && i < count; i++)
        {
            if (values[i] is StringNode value) { Names.Check(Names.LabelValue(value.Value), path.Child("values").Index(i), value, errors); }
        }
    }

    private static void PodTerm(Node term, FieldPath path, FieldErrors errors)
    {
        Labels.Selector(term.Object("labelSelector"), path.Child("labelSelector"), errors);
        Labels.Selector(term.Object("namespaceSelector"), path.Child("namespaceSelector"), errors);
        var namespaces = term.Items("namespaces");
        for (var i = 0; i < namespaces.Count; i++) { Names.Check(Names.DnsLabel((namespaces[i] as StringNode)?.Value ?? ""), path.Child("namespace"), namespaces[i], errors); }
        SpreadValidation.LabelKeys(term, path, errors);
        if (term.Text("topologyKey").Length == 0) { errors.Required(path.Child("topologyKey"), "can not be empty"); }
        else { Names.Check(Names.Qualified(term.Text("topologyKey")), path.Child("topologyKey"), term.Text("topologyKey"), errors); }
    }
}
