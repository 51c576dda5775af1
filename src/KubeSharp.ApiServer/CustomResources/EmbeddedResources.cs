using System.Globalization;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas.Structural;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>Whole objects within custom resources (x-kubernetes-embedded-resource): each has an apiVersion, a kind and sound metadata.</summary>
internal static class EmbeddedResources
{
    /// <summary>Checks those in a value.</summary>
    public static void Check(string path, Node value, StructuralSchema schema, FieldErrors errors)
    {
        switch (value)
        {
            case ArrayNode items when schema.Items is { } below:
                for (var i = 0; i < items.Count; i++) { Check($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", items[i], below, errors); }
                return;
            case ObjectNode fields:
                if (schema.IsEmbeddedResource) { CheckOne(FieldPath.Of(path), fields, errors); }
                foreach (var (name, child) in fields.Fields)
                {
                    if ((schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties) is { } property) { Check(path.Length == 0 ? name : $"{path}.{name}", child, property, errors); }
                }
                return;
        }
    }

    private static void CheckOne(FieldPath path, ObjectNode value, FieldErrors errors)
    {
        if (value.Text("apiVersion").Length == 0) { errors.Required(path.Child("apiVersion"), "must not be empty"); }
        else if (value.Text("apiVersion").Split('/').Length > 2) { errors.Invalid(path.Child("apiVersion"), value["apiVersion"], $"unexpected GroupVersion string: {value.Text("apiVersion")}"); }
        if (value.Text("kind").Length == 0) { errors.Required(path.Child("kind"), "must not be empty"); }
        else { Names.Check(Names.Dns1035Label(value.Text("kind").ToLowerInvariant()), path.Child("kind"), value["kind"]!, errors); }
        foreach (var (key, label) in value.Object("metadata").Object("labels").Fields) { Metadata.ValidateLabel(path.Child("metadata").Child("labels"), key, label, errors); }
        if (value.Object("metadata").Text("name") is { Length: > 0 } name && Metadata.NameError(name, NameRule.PathSegment) is { } wrong) { Names.Check(wrong, path.Child("metadata").Child("name"), name, errors); }
    }
}
