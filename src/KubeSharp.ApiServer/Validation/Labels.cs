using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Labels and label selectors inside specs. Source: Labels and Selectors.</summary>
public static class Labels
{
    /// <summary>A map of labels.</summary>
    public static void Check(ObjectNode labels, FieldPath path, FieldErrors errors)
    {
        foreach (var (key, value) in labels.Fields) { Metadata.ValidateLabel(path, key, value, errors); }
    }

    /// <summary>A LabelSelector.</summary>
    public static void Selector(Node? selector, FieldPath path, FieldErrors errors)
    {
        Check(selector.Object("matchLabels"), path.Child("matchLabels"), errors);
        var expressions = selector.Items("matchExpressions");
        for (var i = 0; i < expressions.Count; i++) { Requirement(expressions[i], path.Child("matchExpressions").Index(i), errors); }
    }

    /// <summary>Whether the selector holds nothing.</summary>
    public static bool IsEmpty(Node? selector) => selector.Object("matchLabels").Count == 0 && selector.Items("matchExpressions").Count == 0;

    /// <summary>Whether a requirement has the values that its operator asks for; one that is not known asks for nothing. False: it is not known.</summary>
    public static bool Values(Node requirement, FieldPath path, FieldErrors errors)
    {
        var values = requirement.Items("values");
        switch (requirement.Text("operator"))
        {
            case "In" or "NotIn":
                if (values.Count == 0) { errors.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'"); }
                break;
            case "Exists" or "DoesNotExist":
                if (values.Count > 0) { errors.Forbidden(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"); }
                break;
            default: return false;
        }
        return true;
    }

    /// <summary>A requirement of a selector; unknown operators are let pass where they are free.</summary>
    public static void Requirement(Node requirement, FieldPath path, FieldErrors errors, bool isOperatorFree = false)
    {
        var (key, values) = (requirement.Text("key"), requirement.Items("values"));
        if (!Values(requirement, path, errors) && !isOperatorFree) { errors.Invalid(path.Child("operator"), requirement.Text("operator"), "not a valid selector operator"); }
        if (Names.Qualified(key) is { } wrong) { Names.Check(wrong, path.Child("key"), key, errors); }
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is StringNode value) { Names.Check(Names.LabelValue(value.Value), path.Child("values").Index(i), value, errors); }
        }
    }
}
