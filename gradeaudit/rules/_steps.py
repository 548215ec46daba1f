"""How categories, weights and titles are changed in the LMSs, by reader: what vendors' help pages say.

Sources: Canvas's Instructor Guide (assignment groups, their weights, the status of a submission), Schoology's "Courses:
Grade Setup" and "Use exceptions in the gradebook", Brightspace's "Manage grades in the Grades tool", Moodle's
"Gradebook setup", PowerTeacher Pro's hot keys.
"""

from __future__ import annotations

RENAME = {
    "canvas": "Open Assignments, choose Edit in the menu (⋮) beside the group, and type the policy's name.",
    "schoology": "Open Grade Setup, click the category's name, type the policy's, and save the changes.",
    "brightspace": "Open Grades, Manage Grades, choose Edit beside the category, and type the policy's name.",
    "moodle": "Open Grades, Gradebook setup, choose Edit beside the category, and type the policy's name.",
}
"""The category gets another name; its work stays in it."""

ADD = {
    "canvas": "Open Assignments, choose + Group, and give it the policy's name and weight; or rename the group"
    " that was meant.",
    "schoology": "Open Grade Setup, choose Add beside Categories, and give it the policy's name and weight;"
    " or rename the category that was meant.",
    "brightspace": "Open Grades, Manage Grades, choose New, Category, and give it the policy's name and"
    " weight; or rename the category that was meant.",
    "moodle": "Open Grades, Gradebook setup, choose Add, Category, and give it the policy's name and weight; or"
    " rename the category that was meant.",
}
"""A category is made."""

WEIGH = {
    "canvas": "Open Assignments, choose Assignment Groups Weight in the menu (⋮) at the top, enter the policy's"
    " percents, and save. Weights can't change once a group has work in a closed grading period.",
    "schoology": "Open Grade Setup, click the category's name, enter the policy's weight (Weight Categories"
    " must be ticked), and save the changes.",
    "brightspace": "Open Grades, Manage Grades, choose Edit beside the category, enter the policy's weight, and save.",
    "moodle": "Open Grades, Gradebook setup, enter the policy's weight beside the category, and save the changes.",
}
"""A category gets another weight."""

MOVE = {
    "canvas": "Open Assignments and move the assignment to the group that it belongs to (Move to in its menu ⋮),"
    " or give it a title that says what it is.",
    "schoology": "Edit the assignment and choose its Category, or give it a title that says what it is.",
    "brightspace": "Open Grades, Manage Grades, choose Edit beside the item and then its Category, or give"
    " it a name that says what it is.",
    "moodle": "Open Grades, Gradebook setup, and move the item to the category that it belongs to, or give it a"
    " name that says what it is.",
}
"""An assignment gets another category."""

RETITLE = {
    "canvas": "In Canvas open Assignments, choose Edit in the assignment's menu, change its name and save.",
    "moodle": "In Moodle turn editing on, open the activity's settings, change its name and save.",
}
"""An assignment gets another title."""

MARK = {
    "canvas": "Open Grades, click the cell, then the arrow (→) in it, and choose what happened under Status (Missing,"
    " Late, Excused); where the work really earned nothing, leave the 0.",
    "schoology": "Open the Gradebook, point at the cell, click the flag in its corner, and choose the exception"
    " (Missing, Exempt, Incomplete, Late, Absent); where the work really earned nothing, leave the 0.",
    "powerschool": "Open the scoresheet and type the policy's code over the score; where the work really earned"
    " nothing, leave the 0.",
}
"""A score gets a code, or a mark of the LMS that says the same."""
