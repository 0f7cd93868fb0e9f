"""What goes wrong on a user's machine, said in words the user can act on."""


class StackProblem(Exception):
    """`message` says in a sentence what is wrong, `advice` what to do; `detail` may be the end of a log."""

    def __init__(self, message: str, *, advice: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.detail = detail
