namespace KubeSharp.Cli.Localization;

/// <summary>Messages in the user's language. Chinese where LC_ALL, LC_MESSAGES or LANG say so; English otherwise.</summary>
internal static class Text
{
    private static readonly Lazy<bool> _isChinese = new(static () =>
        (new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(static v => !string.IsNullOrEmpty(v)) ?? "").StartsWith("zh", StringComparison.Ordinal));

    private static readonly Dictionary<string, string> _chinese = new(StringComparer.Ordinal)
    {
        ["Get or list objects"] = "获取或列出对象",
        ["Make objects from files or arguments"] = "通过文件或参数创建对象",
        ["Bring objects to the state of files"] = "将对象更新为文件中的状态",
        ["Delete objects"] = "删除对象",
        ["Show an object in detail"] = "显示对象的详细信息",
        ["Show the logs of containers"] = "显示容器日志",
        ["Run a program in a container"] = "在容器中执行命令",
        ["Start a pod of an image"] = "用镜像启动一个 Pod",
        ["Change an object in an editor"] = "在编辑器中修改对象",
        ["Change fields of an object"] = "修改对象的字段",
        ["Set the number of replicas"] = "设置副本数",
        ["Change labels"] = "修改标签",
        ["Change annotations"] = "修改注解",
        ["Forward local ports to a pod"] = "将本地端口转发到 Pod",
        ["Explain the fields of a resource"] = "解释资源的字段",
        ["List the server's resources"] = "列出服务器支持的资源",
        ["Show the versions of client and server"] = "显示客户端和服务器的版本",
        ["Commands:"] = "命令：",
        ["Options:"] = "选项：",
        ["Usage:"] = "用法：",
        ["Available Commands:"] = "可用命令：",
        ["kubectl controls the Kubernetes cluster manager."] = "kubectl 用于控制 Kubernetes 集群。",
        ["Use \"kubectl COMMAND --help\" for more about a command."] = "使用 \"kubectl COMMAND --help\" 查看命令的详细信息。",
    };

    /// <summary>The message in the user's language, or as it is.</summary>
    public static string Of(string english) => _isChinese.Value && _chinese.TryGetValue(english, out var chinese) ? chinese : english;
}
