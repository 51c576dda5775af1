using KubeSharp.Cli.Editing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Tests.Editing;

public class EditingTests
{
    private static readonly ResourceItem _item = new(new ResourceType("apps", "v1", "deployments", "Deployment", true), "n", "web", ObjectNode.Empty);

    [Fact]
    public void What_is_invalid_is_told_at_once_and_above_the_text()
    {
        var problems = new EditProblems();
        Assert.Equal("error: deployments.apps \"web\" is invalid", problems.Add(new Status(422, StatusReason.Invalid, "") { Causes = [new("", "is\nwrong", "spec.a"), new("", "too", "spec.b")] }, _item));
        Assert.Equal("# deployments.apps \"web\" was not valid:\n# * spec.a: is\n# wrong\n# * spec.b: too\n#\n", problems.Comments);
        Assert.True(problems is { HasInvalid: true, HasMissing: false, IsRetryable: false });
    }

    [Fact]
    public void What_is_gone_and_what_may_be_tried_again_are_told_apart()
    {
        var problems = new EditProblems();
        Assert.Equal("error: deployments.apps \"web\" could not be found on the server", problems.Add(new Status(404, StatusReason.NotFound, ""), _item));
        Assert.Equal("error: deployments.apps \"web\" could not be patched: changed", problems.Add(new Status(409, StatusReason.Conflict, "changed"), _item));
        Assert.True(problems is { HasInvalid: false, HasMissing: true, IsRetryable: true });
        Assert.Equal("", problems.Comments);
    }

    [Theory]
    [InlineData("a: 1\nb: 2\n", "# comment\nb: 2\na: 1", true)]
    [InlineData("a: 1\n", "a: 2\n", false)]
    [InlineData("a: [1\n", "# x\na: [1\n", true)]
    [InlineData("{\"a\": 1}", "a: 1", true)]
    public void Texts_are_the_same_where_they_mean_the_same(string one, string other, bool isSame) => Assert.Equal(isSame, EditForm.AreSame(one, other));

    [Theory]
    [InlineData("vi", new[] { "vi" }, false)]
    [InlineData("code --wait", new[] { "code", "--wait" }, false)]
    [InlineData("sed -i 's/a b/c/'", new[] { "/bin/sh", "-c", "sed -i 's/a b/c/'" }, true)]
    public void An_editor_with_quotes_is_a_line_for_the_shell(string editor, string[] words, bool isShell)
    {
        var call = Editor.Words(editor, "/bin/sh");
        Assert.Equal(words, call.Words);
        Assert.Equal(isShell, call.IsShell);
    }
}
