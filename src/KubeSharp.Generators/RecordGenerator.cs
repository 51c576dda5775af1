using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KubeSharp.Generators
{
    /// <summary>For each record with [ApiType]: reader, writer, the shared empty value; and one table of schemas and resources for all.</summary>
    [Generator]
    public sealed class RecordGenerator : IIncrementalGenerator
    {
        private static readonly DiagnosticDescriptor _unsupported = new DiagnosticDescriptor("KSG001", "Unsupported property type",
            "{0}.{1} has the type {2}, which API records cannot hold", "KubeSharp", DiagnosticSeverity.Error, true);

        /// <inheritdoc/>
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            var records = context.SyntaxProvider.ForAttributeWithMetadataName("KubeSharp.Api.ApiTypeAttribute",
                static (node, _) => node is RecordDeclarationSyntax, static (c, cancel) => Model(c, cancel));
            context.RegisterSourceOutput(records, static (output, model) =>
            {
                foreach (var field in model.Fields.Where(f => f.Type.Form.Length == 0 || (f.Type.Items != null && f.Type.Items.Form.Length == 0)))
                {
                    output.ReportDiagnostic(Diagnostic.Create(_unsupported, Location.None, model.Name, field.Property, field.Type.Clr));
                    return;
                }
                output.AddSource(model.Namespace + "." + model.Name + ".g.cs", SourceText.From(SerializerWriter.Write(model), Encoding.UTF8));
            });
            context.RegisterSourceOutput(records.Collect(), static (output, models) =>
            {
                if (models.IsEmpty) { return; }
                output.AddSource("ApiTables.g.cs", SourceText.From(TableWriter.Write(models.OrderBy(m => m.SchemaName, System.StringComparer.Ordinal).ToList()), Encoding.UTF8));
            });
        }

        private static RecordModel Model(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
        {
            var symbol = (INamedTypeSymbol)context.TargetSymbol;
            var model = new RecordModel
            {
                Namespace = symbol.ContainingNamespace.ToDisplayString(),
                Name = symbol.Name,
                SchemaName = (string)context.Attributes[0].ConstructorArguments[0].Value!,
                Atomic = context.Attributes[0].NamedArguments.Any(a => a.Key == "Atomic" && (bool)a.Value.Value!),
            };
            foreach (var attribute in symbol.GetAttributes())
            {
                if (attribute.AttributeClass?.Name == "KindAttribute") { model.Kind = Kind(attribute); }
            }
            foreach (var property in symbol.GetMembers().OfType<IPropertySymbol>())
            {
                cancel.ThrowIfCancellationRequested();
                var attribute = property.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "FieldAttribute");
                if (attribute != null) { model.Fields.Add(Field(property, attribute)); }
            }
            model.Fingerprint = Fingerprint(context.TargetNode);
            return model;
        }

        // The text of the declaration stands for all that is read from it; types of properties are named in it.
        private static string Fingerprint(SyntaxNode node) => node.ToString() + "|" + node.Parent;

        private static KindModel Kind(AttributeData attribute)
        {
            var kind = new KindModel
            {
                Group = (string)attribute.ConstructorArguments[0].Value!,
                Version = (string)attribute.ConstructorArguments[1].Value!,
                Kind = (string)attribute.ConstructorArguments[2].Value!,
            };
            foreach (var argument in attribute.NamedArguments)
            {
                var value = argument.Value.Value;
                switch (argument.Key)
                {
                    case "Plural": kind.Plural = (string)value!; break;
                    case "Singular": kind.Singular = (string)value!; break;
                    case "ShortNames": kind.ShortNames = (string)value!; break;
                    case "Categories": kind.Categories = (string)value!; break;
                    case "Verbs": kind.Verbs = (string)value!; break;
                    case "Subresources": kind.Subresources = (string)value!; break;
                    case "Namespaced": kind.Namespaced = (bool)value!; break;
                }
            }
            return kind;
        }

        private static FieldModel Field(IPropertySymbol property, AttributeData attribute)
        {
            var field = new FieldModel
            {
                Property = property.Name,
                Json = (string)attribute.ConstructorArguments[0].Value!,
                Number = (int)attribute.ConstructorArguments[1].Value!,
                Nullable = property.Type.NullableAnnotation == NullableAnnotation.Annotated,
                Type = Type(property.Type),
            };
            foreach (var argument in attribute.NamedArguments)
            {
                var value = argument.Value.Value;
                switch (argument.Key)
                {
                    case "Required": field.Required = (bool)value!; break;
                    case "KeepZero": field.KeepZero = (bool)value!; break;
                    case "NullIfNone": field.NullIfNone = (bool)value!; break;
                    case "Micro": field.Micro = (bool)value!; break;
                    case "List": field.List = (string)value!; break;
                    case "Keys": field.Keys = (string)value!; break;
                    case "Map": field.Map = (string)value!; break;
                    case "Patch": field.Patch = (string)value!; break;
                    case "MergeKey": field.MergeKey = (string)value!; break;
                    case "Default": field.Default = (string)value!; break;
                    case "Enum": field.Enum = (string)value!; break;
                }
            }
            return field;
        }

        private static TypeModel Type(ITypeSymbol symbol)
        {
            if (symbol is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) { symbol = nullable.TypeArguments[0]; }
            var clr = symbol.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
            var model = new TypeModel { Clr = clr, Form = Scalar(clr) };
            if (model.Form.Length > 0 || !(symbol is INamedTypeSymbol named)) { return model; }
            if (named.TypeArguments.Length == 1 && (named.Name == "ApiList" || named.Name == "ApiMap"))
            {
                model.Form = named.Name == "ApiList" ? "list" : "map";
                model.Items = Type(named.TypeArguments[0]);
                return model;
            }
            var type = named.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "ApiTypeAttribute");
            if (type != null) { (model.Form, model.SchemaName) = ("record", (string)type.ConstructorArguments[0].Value!); }
            return model;
        }

        private static string Scalar(string clr)
        {
            switch (clr)
            {
                case "string": return "string";
                case "bool": return "bool";
                case "int": return "int";
                case "long": return "long";
                case "double": return "double";
                case "global::System.DateTimeOffset": return "time";
                case "global::KubeSharp.Api.ApiBytes": return "bytes";
                case "global::KubeSharp.Machinery.Quantities.Quantity": return "quantity";
                case "global::KubeSharp.Machinery.Quantities.IntOrString": return "intorstring";
                case "global::KubeSharp.Machinery.Documents.Node": return "any";
                default: return "";
            }
        }
    }
}
