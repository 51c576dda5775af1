namespace KubeSharp.Cli.Commands;

/// <summary>--raw: a file sent to a path as it is.</summary>
internal static class RawCall
{
    /// <summary>Sends the one file of -f, which a deletion can do without, and prints the answer.</summary>
    public static async Task<int> RunAsync(CommandContext context, HttpMethod method, string path)
    {
        var files = context.Flags.List("filename");
        if (files.Count > 1 || (files.Count == 0 && method != HttpMethod.Delete)) { throw new CliException("--raw can only use a single local file or stdin"); }
        if (files is [var address] && (address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal))) { throw new CliException("--raw cannot read from a url"); }
        if (context.Flags.Bool("recursive")) { throw new CliException("--raw and --recursive are mutually exclusive"); }
        if (context.Flags.Text("output").Length > 0) { throw new CliException("--raw and --output are mutually exclusive"); }
        if (!path.StartsWith('/')) { throw new CliException($"--raw must be a valid URL path: parse \"{path}\": invalid URI for request"); }
        byte[]? body = files switch
        {
            [] => null,
            ["-"] => System.Text.Encoding.UTF8.GetBytes(await context.Terminal.ReadAllAsync(context.Cancellation)),
            [var file, ..] => await File.ReadAllBytesAsync(file, context.Cancellation),
        };
        context.Out.Write(System.Text.Encoding.UTF8.GetString(await (await context.ServerAsync()).CallBytesAsync(method, path, body, "application/json", context.Cancellation, isRaw: true)));
        return 0;
    }
}
