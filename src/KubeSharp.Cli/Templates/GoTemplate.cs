using System.Collections.Immutable;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Templates;

/// <summary>A Go template over JSON values.</summary>
internal sealed class GoTemplate
{
    private readonly Dictionary<string, ImmutableArray<TemplateNode>> _defined = new(StringComparer.Ordinal);
    private readonly ImmutableArray<TemplateNode> _nodes;
    private readonly bool _allowsMissing;
    private readonly string _template;

    /// <summary>Reads the template.</summary>
    /// <exception cref="TemplateException">It is malformed.</exception>
    public GoTemplate(string template, bool allowsMissing) => (_template, _nodes, _allowsMissing) = (template, TemplateParser.Parse(template, _defined), allowsMissing);

    /// <summary>The output for an object.</summary>
    /// <exception cref="TemplateException">It does not fit the object; what was printed up to there is with it.</exception>
    public string Print(Node root)
    {
        var text = new StringBuilder();
        try { new TemplateRun(_template, _defined, _allowsMissing, text).Execute("output", _nodes, new GoValue(root)); }
        catch (TemplateException e) { throw new TemplateException(e.Message, e.Place, e.Shown) { Printed = text.ToString(), Template = e.Template }; }
        return text.ToString();
    }
}
