using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>The columns of a custom resource: its name, and those that its definition asks for, or its age. Source: Extend the Kubernetes API with CustomResourceDefinitions, additional printer columns.</summary>
public static class CustomResourceColumns
{
    private static readonly TableColumn _name = new("Name", static (o, _) => o.TextAt("metadata", "name") ?? "", Format: "name");
    private static readonly TableColumn _age = new("Age", static (o, now) => Ages.Since(o.TextAt("metadata", "creationTimestamp"), now), "date");

    /// <summary>Those of a version.</summary>
    public static ImmutableArray<TableColumn> Of(ObjectNode version)
    {
        var asked = version.Items("additionalPrinterColumns");
        return asked.Count == 0 ? [Described(_name), Described(_age)] : [Described(_name), .. asked.Select(Column)];
    }

    private static TableColumn Described(TableColumn column) => column with { Definition = column.Definition.Set("description", ColumnDescriptions.Of("", column.Name)) };

    private static TableColumn Column(Node column)
    {
        var type = column.Text("type");
        var path = JsonPath.Parse(column.Text("jsonPath"));
        var result = new TableColumn(column.Text("name"), (value, now) => Cell(path.Find(value).FirstOrDefault(), type, now), type, (int)(column.Number("priority") ?? 0), column.Text("format"));
        return result with { Definition = result.Definition.Set("description", column.Text("description")) };
    }

    // A value of another type than the column's is left out.
    private static Node Cell(Node? value, string type, DateTimeOffset now) => (type, value) switch
    {
        (_, null or NullNode) => NullNode.Instance,
        ("string", StringNode) => value,
        ("string", _) => value.ToString(),
        ("integer", NumberNode number) => number.IsInteger ? number : new NumberNode((long)number.Double),
        ("number", NumberNode) or ("boolean", BooleanNode) => value,
        ("date", StringNode text) => Ages.Since(text.Value, now),
        _ => NullNode.Instance,
    };
}
